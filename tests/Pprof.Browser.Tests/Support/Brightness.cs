using System.Globalization;
using Microsoft.Playwright;

namespace Pprof.Browser.Tests;

/// <summary>Of colors: 0 black, 1 white.</summary>
internal static class Brightness
{
    public static double Of(string color) => color.Split(' ').Average(part => int.Parse(part, CultureInfo.InvariantCulture) / 255.0);

    /// <summary>Of what is behind everything.</summary>
    public static async Task<double> OfAsync(IPage page) => Of(await page.EvaluateAsync<string>(
        """
        () => {
            const copy = new OffscreenCanvas(1, 1).getContext('2d');
            copy.fillStyle = getComputedStyle(document.body).backgroundColor;
            copy.fillRect(0, 0, 1, 1);
            return [...copy.getImageData(0, 0, 1, 1).data].slice(0, 3).join(' ');
        }
        """));
}
