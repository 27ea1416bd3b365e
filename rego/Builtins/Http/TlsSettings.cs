using System.Security.Cryptography.X509Certificates;

namespace Rego.Builtins.Http;

/// <summary>How a request's server is checked and how the caller shows itself. Dispose it after the request.</summary>
internal sealed class TlsSettings : IDisposable
{
    /// <summary>The name that the server's certificate must have; null for that of the address.</summary>
    internal string? ServerName { get; set; }

    /// <summary>Roots to trust; where there are none, those of the system.</summary>
    internal X509Certificate2Collection Roots { get; } = [];

    /// <summary>Whether the system's roots are trusted besides <see cref="Roots"/>.</summary>
    internal bool UsesSystemRoots { get; set; }

    internal X509Certificate2Collection ClientCertificates { get; } = [];

    internal bool IsUnchecked { get; set; }

    public void Dispose()
    {
        foreach (var certificate in Roots.Concat(ClientCertificates))
        {
            certificate.Dispose();
        }
    }
}
