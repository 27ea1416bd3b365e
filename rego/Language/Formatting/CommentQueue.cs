using Rego.Syntax;

namespace Rego.Formatting;

/// <summary>The comments of a module that are still to be written, in the order of their rows.</summary>
internal sealed class CommentQueue
{
    private readonly Comment[] _comments;
    private readonly bool[] _isTaken;
    private int _next;

    internal CommentQueue(IEnumerable<Comment> comments)
    {
        _comments = [.. comments];
        _isTaken = new bool[_comments.Length];
    }

    /// <summary>How far the queue is; to be set again where what was written is taken back.</summary>
    internal int Position
    {
        get => _next;
        set => _next = value;
    }

    /// <summary>The next comment, or null.</summary>
    internal Comment? Next
    {
        get
        {
            while (_next < _comments.Length && _isTaken[_next])
            {
                _next++;
            }

            return _next < _comments.Length ? _comments[_next] : null;
        }
    }

    /// <summary>The comment as it is written.</summary>
    internal static string TextOf(Comment comment) => "#" + comment.Text.TrimEnd();

    /// <summary>Takes the next comment if it stands above the row.</summary>
    internal Comment? TakeAbove(int row) => Next is { } comment && comment.Location.Row < row ? Take(comment) : null;

    /// <summary>Takes the next comment if it stands in the row.</summary>
    internal Comment? TakeIn(int row) => Next is { } comment && comment.Location.Row == row ? Take(comment) : null;

    /// <summary>Takes the comment of a row from wherever it is in the queue.</summary>
    internal Comment? Extract(int row)
    {
        var at = IndexOf(row);
        if (at < _next || at >= _comments.Length || _isTaken[at] || _comments[at].Location.Row != row)
        {
            return null;
        }

        _isTaken[at] = true;
        return _comments[at];
    }

    /// <summary>Whether a comment is left that stands between the rows, both excluded.</summary>
    internal bool HasBetween(int above, int below)
    {
        var at = Math.Max(_next, IndexOf(above + 1));
        while (at < _comments.Length && _isTaken[at])
        {
            at++;
        }

        return at < _comments.Length && _comments[at].Location.Row < below;
    }

    /// <summary>The comments from a row on that the queue has given away.</summary>
    internal IEnumerable<Comment> TakenFrom(int row)
    {
        for (var i = IndexOf(row); i < _next && i < _comments.Length; i++)
        {
            yield return _comments[i];
        }
    }

    private Comment Take(Comment comment)
    {
        _next++;
        return comment;
    }

    /// <summary>Of the first comment that does not stand above the row.</summary>
    private int IndexOf(int row)
    {
        var (low, high) = (0, _comments.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_comments[middle].Location.Row < row)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
