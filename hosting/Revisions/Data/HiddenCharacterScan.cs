using System.Buffers;
using System.Text;
using Gateway.Hosting.Text;

namespace Gateway.Hosting.Revisions.Data;

/// <summary>Looks through the bytes of a file for what is not UTF-8, and for <see cref="HiddenCharacters"/>. Each byte is looked at a few times at most.</summary>
internal ref struct HiddenCharacterScan
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c), (byte)'\n']);

    private readonly ReadOnlySpan<byte> _content;
    private readonly bool _isJson;
    private int _row = 1;
    private int _lineStart;
    private int _seen;
    private bool? _isCommentLine;

    private HiddenCharacterScan(ReadOnlySpan<byte> content, bool isJson)
    {
        _content = content;
        _isJson = isJson;
    }

    /// <summary>Looks through a file.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="isJson">Whether tabs are blanks there, and columns are bytes.</param>
    /// <param name="faults">Takes what is found.</param>
    /// <returns>Whether there is nothing hidden, so that the text can be read.</returns>
    public static bool FindsNone(ReadOnlySpan<byte> content, bool isJson, SyntaxFaults faults)
    {
        new HiddenCharacterScan(content, isJson).Run(faults);
        return faults.All.Count == 0;
    }

    private void Run(SyntaxFaults faults)
    {
        for (int at = 0, found; !faults.IsFull && (found = _content[at..].IndexOfAnyExcept(Plain)) >= 0;)
        {
            at += found;
            MoveTo(at);
            if (Rune.DecodeFromUtf8(_content[at..], out var rune, out var length) != OperationStatus.Done)
            {
                faults.Add(Place(), Broken());
                return;
            }

            if (FaultOf(rune) is { } fault)
            {
                faults.Add(Place(), fault);
            }

            at += length;
        }
    }

    private void MoveTo(int at)
    {
        var passed = _content[_seen..at];
        if (passed.LastIndexOf((byte)'\n') is >= 0 and var last)
        {
            _row += passed.Count((byte)'\n');
            _lineStart = _seen + last + 1;
            _isCommentLine = null;
        }

        _seen = at;
    }

    private readonly SourcePlace Place()
    {
        var before = _content[_lineStart.._seen];
        return new SourcePlace(_row, 1 + (_isJson ? before.Length : Encoding.UTF8.GetCharCount(before)));
    }

    private string? FaultOf(Rune rune)
    {
        if (rune.Value == '\t')
        {
            return _isJson || IsInCommentLine() ? null : "a tab stands here; YAML is indented with blanks, and a text has a tab as \"\\t\"";
        }

        if (rune.Value == '\r' && _content[(_seen + 1)..].StartsWith("\n"u8))
        {
            return null;
        }

        if (rune.Value == 0xFEFF && _seen == 0)
        {
            return "the file begins with a byte order mark, which is a part of the text to some readers; save it as UTF-8 without one";
        }

        var isJoined = HiddenCharacters.Joins(rune) && _seen > 0 && _content[_seen - 1] >= 0x80;
        return HiddenCharacters.IsHidden(rune) && !isJoined ? $"the character {HiddenCharacters.NameOf(rune)} stands here; write the text without it" : null;
    }

    private readonly string Broken() => _content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]
        ? "the file is UTF-16; save it as UTF-8"
        : "the bytes here are not UTF-8; save the file as UTF-8";

    // Whether all of the line is a comment. One behind a value would have to be told from a text with # in it.
    private bool IsInCommentLine() => _isCommentLine ??= _content[_lineStart.._seen].TrimStart((byte)' ').StartsWith("#"u8);
}
