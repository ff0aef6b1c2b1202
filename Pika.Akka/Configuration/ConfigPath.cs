namespace Akka.Configuration;

/// <summary>Splits <c>a.b."c.d"</c> into its keys; a quoted key may hold dots.</summary>
internal static class ConfigPath
{
    public static IReadOnlyList<string> Split(string path)
    {
        if (!path.Contains('"'))
            return path.Split('.');
        var keys = new List<string>();
        var at = 0;
        while (at < path.Length)
        {
            var quoted = path[at] == '"';
            var start = quoted ? at + 1 : at;
            var end = path.IndexOf(quoted ? '"' : '.', start);
            if (end < 0)
                end = path.Length;
            keys.Add(path[start..end]);
            at = quoted ? end + 2 : end + 1;
        }

        return keys;
    }
}
