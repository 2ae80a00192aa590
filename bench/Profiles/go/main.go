// The operations of bench/Profiles with the original, runtime/pprof: reads an order a line, answers with figures.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"time"
)

type value struct{ n int }

var (
	profiles = map[string]*pprof.Profile{}
	sum      int
	held     *pprof.Profile
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		words := strings.Fields(in.Text())
		switch words[0] {
		case "add":
			add(number(words[1]), number(words[2]))
		case "threads":
			threads(number(words[1]), number(words[2]))
		case "hold":
			hold(number(words[1]), number(words[2]))
		case "write":
			write()
		}
	}
}

func number(text string) (n int) {
	fmt.Sscan(text, &n)
	return n
}

func profile(name string) *pprof.Profile {
	if profiles[name] == nil {
		profiles[name] = pprof.NewProfile(name)
	}
	return profiles[name]
}

func values(n int) []*value {
	all := make([]*value, n)
	for i := range all {
		all[i] = &value{i}
	}
	return all
}

// ofDepth calls on a goroutine of its own, so that the function called stands on that many frames, itself included.
func ofDepth(frames int, call func()) {
	var without int
	run(func() { recurse(0, func() { without = runtime.Callers(1, make([]uintptr, 100)) }) })
	run(func() { recurse(frames-without, call) })
}

func run(call func()) {
	var done sync.WaitGroup
	done.Add(1)
	go func() {
		call()
		done.Done()
	}()
	done.Wait()
}

//go:noinline
func recurse(depth int, call func()) {
	if depth <= 0 {
		call()
	} else {
		recurse(depth-1, call)
	}
	sum++
}

func add(frames, n int) {
	p, all := profile(fmt.Sprint("bench.add.", frames)), values(n)
	var adds, removes time.Duration
	ofDepth(frames, func() {
		start := time.Now()
		for _, v := range all {
			p.Add(v, 0)
		}
		adds = time.Since(start)
		start = time.Now()
		for _, v := range all {
			p.Remove(v)
		}
		removes = time.Since(start)
	})
	fmt.Println(perCall(adds, n), perCall(removes, n))
}

func threads(count, n int) {
	p, all := profile(fmt.Sprint("bench.threads.", count)), values(n)
	var ready, done sync.WaitGroup
	begin := make(chan bool)
	share := (n + count - 1) / count
	for from := 0; from < n; from += share {
		part := all[from:min(from+share, n)]
		ready.Add(1)
		done.Add(1)
		go ofDepth(10, func() {
			ready.Done()
			<-begin
			for _, v := range part {
				p.Add(v, 0)
			}
			done.Done()
		})
	}
	ready.Wait()
	start := time.Now()
	close(begin)
	done.Wait()
	fmt.Println(perCall(time.Since(start), n))
	for _, v := range all {
		p.Remove(v)
	}
}

func hold(places, n int) {
	held = profile(fmt.Sprint("bench.write.", places))
	for i, v := range values(n) {
		v := v
		left(i%places, 10, func() { held.Add(v, 0) })
	}
	fmt.Println(held.Count())
}

func write() {
	buffer := bytes.NewBuffer(make([]byte, 0, 1<<20))
	start := time.Now()
	if err := held.WriteTo(buffer, 0); err != nil {
		panic(err)
	}
	fmt.Println(float64(time.Since(start).Nanoseconds()) / 1e6)
}

//go:noinline
func left(path, level int, call func()) {
	next(path, level, call)
	sum++
}

//go:noinline
func right(path, level int, call func()) {
	next(path, level, call)
	sum--
}

func next(path, level int, call func()) {
	switch {
	case level == 0:
		call()
	case path&(1<<(level-1)) != 0:
		left(path, level-1, call)
	default:
		right(path, level-1, call)
	}
}

func perCall(total time.Duration, n int) float64 { return float64(total.Nanoseconds()) / float64(n) }

func min(a, b int) int {
	if a < b {
		return a
	}
	return b
}
