using Gateway.Contract.Grants;

namespace Gatekeeper.Grants;

/// <summary>Holds the session key that the deployer took last. Thread-safe.</summary>
internal sealed class SessionKeyRing
{
    private HmacGrantSigner? _current;

    /// <value>What signs the grants of reading calls, or null where the deployer has taken no key.</value>
    public HmacGrantSigner? Current => Volatile.Read(ref _current);

    /// <summary>Takes a key into use that the deployer has confirmed.</summary>
    public void Use(HmacGrantSigner signer) => Volatile.Write(ref _current, signer);
}
