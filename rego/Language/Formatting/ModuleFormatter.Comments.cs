using Rego.Parsing;
using Rego.Sources;
using Rego.Syntax;

namespace Rego.Formatting;

/// <content>Comments, and what is kept as it stands because of them.</content>
internal sealed partial class ModuleFormatter
{
    /// <summary>The comments that the layout has no place for, until something around them is kept as it stands.</summary>
    private readonly List<Comment> _lost = [];

    /// <summary>Whether a comment behind a part that is kept as it stands belongs to that part.</summary>
    private bool _keepsLastComment;

    /// <summary>Writes the comments above the row, and keeps that of the row for the end of its line. False where one is there already.</summary>
    private bool PlaceComments(int row)
    {
        var last = WriteCommentsAbove(row);
        if (last is not null && row - last.Location.Row > 1)
        {
            _out.BlankLine();
        }

        if (_comments.TakeIn(row) is not { } comment)
        {
            return true;
        }

        if (_out.Waiting is { } waiting)
        {
            Lose(waiting, comment);
            return false;
        }

        _out.Waiting = comment;
        return true;
    }

    /// <summary>The last comment that was written, or null.</summary>
    private Comment? WriteCommentsAbove(int row)
    {
        Comment? last = null;
        var isInMetadata = false;
        while (_comments.TakeAbove(row) is { } comment)
        {
            var distance = last is null ? 0 : comment.Location.Row - last.Location.Row;
            var isMetadata = AnnotationReader.IsStart(comment);
            if (distance > 1 || (distance == 1 && isInMetadata && isMetadata))
            {
                _out.BlankLine();
                isInMetadata = false;
            }

            if (_out.Waiting is { } waiting)
            {
                // Both would end up in one line, as one comment.
                Lose(waiting, comment);
            }

            isInMetadata |= isMetadata;
            _out.WriteLine(CommentQueue.TextOf(comment));
            last = comment;
        }

        return last;
    }

    private void Lose(Comment waiting, Comment comment)
    {
        _lost.Add(waiting);
        _lost.Add(comment);
        _out.Waiting = null;
    }

    private Checkpoint Save() => new(_out.Save(), _comments.Position, _lost.Count);

    /// <summary>Whether all comments since then have found a place.</summary>
    private bool HasAllSince(in Checkpoint start) => _lost.Count == start.Lost;

    /// <summary>Takes back what was written since then, and writes the part as it stands in the source. The comments in it go with it.</summary>
    private void KeepAsWritten(in Checkpoint start, SourceLocation location)
    {
        _out.Return(start.Text);
        _comments.Position = start.Comments;
        _lost.RemoveRange(start.Lost, _lost.Count - start.Lost);
        WriteAsWritten(location);
    }

    private void WriteAsWritten(SourceLocation location)
    {
        var written = WrittenIn(location);
        _out.Write(location.Text);
        if (_out.Waiting is { } waiting && IsIn(waiting, location))
        {
            _out.Waiting = null;
        }

        var lastRow = SourceRows.Last(location);
        while (_comments.TakeAbove(lastRow) is { } comment)
        {
            _lost.Add(comment);
        }

        _lost.RemoveAll(comment => IsIn(comment, location));
        if (_keepsLastComment)
        {
            PlaceComments(lastRow);
        }

        _lost.AddRange(written);
    }

    /// <summary>The comments in a part that stand elsewhere already: with the part they would be there twice.</summary>
    private List<Comment> WrittenIn(SourceLocation location) =>
        [.. _comments.TakenFrom(location.Row).TakeWhile(comment => comment.Location.Offset < location.Offset + location.Length)
            .Where(comment => IsIn(comment, location) && comment != _out.Waiting && !_lost.Contains(comment))];

    private static bool IsIn(Comment comment, SourceLocation location) =>
        comment.Location.Offset >= location.Offset && comment.Location.Offset < location.Offset + location.Length;

    /// <param name="Text">What was written.</param>
    /// <param name="Comments">How far the comments were.</param>
    /// <param name="Lost">How many of them had found no place.</param>
    private readonly record struct Checkpoint(LineWriter.Mark Text, int Comments, int Lost);
}
