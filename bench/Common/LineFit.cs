namespace BenchCommon;

/// <summary>A straight line through points, by least squares.</summary>
public sealed record LineFit(double Slope, double Intercept, double SlopeHalfWidth95)
{
    public static LineFit Through(IReadOnlyList<(double X, double Y)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        double meanX = points.Average(point => point.X);
        double meanY = points.Average(point => point.Y);
        double spread = points.Sum(point => Square(point.X - meanX));
        double slope = points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / spread;
        double intercept = meanY - (slope * meanX);
        double residual = points.Sum(point => Square(point.Y - intercept - (slope * point.X))) / (points.Count - 2);
        return new LineFit(slope, intercept, StudentT95(points.Count - 2) * Math.Sqrt(residual / spread));
    }

    /// <summary>Two-sided 95 % point of Student's t; the two-term expansion is right to 0.03 from 5 degrees of freedom on.</summary>
    private static double StudentT95(int freedom) => 1.960 + (2.37 / freedom) + (2.8 / ((double)freedom * freedom));

    private static double Square(double value) => value * value;
}
