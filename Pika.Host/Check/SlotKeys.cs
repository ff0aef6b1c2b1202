namespace Pika.Host.Check;

/// <summary>Walks over the keys of one database in one slot of a node, a page at a time.</summary>
internal sealed class SlotKeys(Func<byte[], Task<CheckedKey[]>> page)
{
    private CheckedKey[] _page = [];
    private int _at;
    private byte[]? _from = [];

    /// <summary>The present key; null behind the last one.</summary>
    public CheckedKey? Current => _at < _page.Length ? _page[_at] : null;

    /// <summary>Moves to the next key, at the beginning to the first.</summary>
    public async Task NextAsync()
    {
        _at++;
        if (_at < _page.Length || _from is null)
        {
            return;
        }

        (_page, _at) = (await page(_from), 0);

        // The next name that there can be behind a name is that with a zero byte more.
        _from = _page.Length == 0 ? null : [.. _page[^1].Name, 0];
    }
}
