using Gateway.Contract.Methods;

namespace Deployer.Grants;

/// <summary>A call as it came in: nothing in it is proven.</summary>
/// <param name="Method">What is called.</param>
/// <param name="Grant">The one value of the grant's metadata.</param>
/// <param name="Visible">What the call's metadata has as the list of what is visible; null where it has none.</param>
/// <param name="Caller">What the call's metadata has as the caller document; null where it has none.</param>
/// <param name="Message">The request message, byte for byte.</param>
internal sealed record ReceivedCall(ContractMethod Method, string Grant, string? Visible, string? Caller, ReadOnlyMemory<byte> Message);
