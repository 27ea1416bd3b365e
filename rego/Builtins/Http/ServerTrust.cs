using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Rego.Builtins.Http;

/// <summary>Checks a server's certificate against the roots that a request names.</summary>
internal sealed class ServerTrust(TlsSettings settings)
{
    internal bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (settings.IsUnchecked)
        {
            return true;
        }

        if (certificate is not X509Certificate2 server || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        return (settings.UsesSystemRoots && errors == SslPolicyErrors.None) || IsSignedByARoot(server, chain);
    }

    private bool IsSignedByARoot(X509Certificate2 server, X509Chain? presented)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.CustomTrustStore.AddRange(settings.Roots);
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(server);
    }
}
