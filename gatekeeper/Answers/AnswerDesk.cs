using System.Collections.Frozen;
using Gatekeeper.Seam;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gatekeeper.Answers;

/// <summary>Knows who answers which method. A method without an answer, or an answer without a method, stops the start.</summary>
internal sealed class AnswerDesk
{
    private readonly FrozenDictionary<MethodDescriptor, IAnswer> _answers;

    /// <summary>Holds the answers against the methods.</summary>
    /// <exception cref="InvalidOperationException">They do not fit.</exception>
    public AnswerDesk(MethodCatalog catalog, IEnumerable<IAnswer> answers)
    {
        var byMethod = answers.ToLookup(answer => answer.Method);
        var answered = catalog.Entries.Where(entry => entry.IsAnswered).Select(entry => entry.Descriptor).ToList();
        foreach (var method in answered)
        {
            Require(!method.IsServerStreaming, method, "answers with a stream, which only forwarded methods do");
            Require(byMethod[method].Count() == 1, method, $"has {byMethod[method].Count()} answers, not one");
        }

        foreach (var others in byMethod)
        {
            Require(answered.Contains(others.Key), others.Key, "has an answer, but is not one that the gatekeeper answers itself");
        }

        _answers = answered.ToFrozenDictionary(method => method, method => byMethod[method].Single());
    }

    /// <summary>Answers an allowed call of a method that is not forwarded.</summary>
    /// <exception cref="CallException">There is no answer, and why.</exception>
    public ValueTask<IMessage> AnswerAsync(Call call, CancellationToken cancellationToken) =>
        _answers[call.Method.Descriptor].AnswerAsync(call, cancellationToken);

    private static void Require(bool holds, MethodDescriptor method, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{method.FullName} {otherwise}.");
        }
    }
}
