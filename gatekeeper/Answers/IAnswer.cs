using Gatekeeper.Seam;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gatekeeper.Answers;

/// <summary>Answers the calls of one method that the gatekeeper does not forward. They are decided and recorded by then.</summary>
internal interface IAnswer
{
    /// <value>The method; exactly one of these answers it.</value>
    MethodDescriptor Method { get; }

    /// <summary>Answers an allowed call.</summary>
    /// <returns>A message of the method's response type.</returns>
    /// <exception cref="CallException">There is no answer, and why.</exception>
    ValueTask<IMessage> AnswerAsync(Call call, CancellationToken cancellationToken);
}
