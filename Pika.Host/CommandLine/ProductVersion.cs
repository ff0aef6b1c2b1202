namespace Pika.Host.CommandLine;

/// <summary>The version of this build.</summary>
internal static class ProductVersion
{
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetName().Version!.ToString(3);
}
