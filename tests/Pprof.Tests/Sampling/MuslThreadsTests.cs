using System.Runtime.InteropServices;
using Pprof.Sampling;
using Pprof.Tests.Unwinding.Native;
using Pprof.TestSupport;
using Pprof.Unwinding.Native;
using Xunit;

namespace Pprof.Tests.Sampling;

/// <summary>
/// What is known of a process on musl's libc. <c>eng/test-published musl</c> runs the library there; here is what a machine with glibc can
/// show: that nothing is taken for musl which is not, and that musl's descriptors have their words where they are read.
/// </summary>
public class MuslThreadsTests
{
    // Each thread holds the words at the places of the arguments to what musl says by its public functions.
    private const string Program = """
        #define _GNU_SOURCE
        #include <pthread.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <unistd.h>

        static int self, previous, next, id, stack, size;
        static pthread_t first;

        static unsigned long word(void *thread, int at) { return *(unsigned long *)((char *)thread + at); }

        static void *check(void *unused) {
            pthread_t own = pthread_self();
            pthread_attr_t attributes;
            void *low;
            size_t bytes;
            pthread_getattr_np(own, &attributes);
            pthread_attr_getstack(&attributes, &low, &bytes);
            puts(word(own, self) == (unsigned long)own ? "self" : "not self");
            puts(word((void *)word(own, next), previous) == (unsigned long)own ? "ring" : "no ring");
            puts(word(own, next) == (unsigned long)first ? "next is the first" : "next is another");
            puts((int)word(own, id) == gettid() ? "id" : "not id");
            puts(word(own, stack) == (unsigned long)low + bytes ? "top" : "not top");
            puts(word(own, size) == bytes ? "size" : "not size");
            return 0;
        }

        int main(int count, char **places) {
            self = atoi(places[1]); previous = atoi(places[2]); next = atoi(places[3]);
            id = atoi(places[4]); stack = atoi(places[5]); size = atoi(places[6]);
            first = pthread_self();
            pthread_t thread;
            pthread_create(&thread, 0, check, 0);
            return pthread_join(thread, 0);
        }
        """;

    [Fact]
    public void Process_on_glibc_is_not_taken_for_one_on_musl()
    {
        Assert.False(MuslThreads.IsMusl);
        Assert.Equal(default, MuslThreads.Find(StackCapture.CurrentThreadId));
    }

    [Fact]
    public void Library_that_starts_threads_is_the_C_library_alone()
    {
        Assert.True(new ImageFrames(LoadedImage.Find("/libc.so.6")).IsLibc);
        Assert.False(new ImageFrames(LoadedImage.Find("/libcoreclr.so")).IsLibc);
    }

    [Fact]
    public void Words_of_a_descriptor_stand_where_they_are_read()
    {
        ExternalTool.Require("musl-gcc", "apt-get install musl-tools");
        using TemporaryFolder folder = new();
        string source = folder.PathOf("descriptor.c"), binary = folder.PathOf("descriptor");
        File.WriteAllText(source, Program);
        ToolResult compiled = ExternalTool.Run("musl-gcc", "-o", binary, source);
        Assert.True(compiled.ExitCode == 0, compiled.Error);

        string[] words = ["Self", "Previous", "Next", "Id", "Stack", "StackSize"];
        ToolResult result = ExternalTool.Run(binary, words.Select(word => $"{Marshal.OffsetOf<MuslThreads.Descriptor>(word)}"));

        Assert.Equal("self ring next is the first id top size", string.Join(' ', result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }
}
