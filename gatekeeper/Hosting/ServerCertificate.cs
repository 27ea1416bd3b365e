using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;
using Gateway.Hosting.State;

namespace Gatekeeper.Hosting;

/// <summary>The server's certificate with its key, and what stands between it and its CA.</summary>
internal sealed record ServerCertificate(X509Certificate2 Leaf, X509Certificate2Collection Chain)
{
    private const int MaxFileBytes = 1024 * 1024;

    /// <summary>Loads the configured certificate, or in development mode the local one.</summary>
    /// <exception cref="ConfigurationException">The files do not hold a certificate and its key.</exception>
    public static ServerCertificate Load(GatekeeperOptions options, StateDirectory state, ILogger logger)
    {
        if (options.Tls.CertificateFile.Length > 0)
        {
            return Load(options.Tls.CertificateFile, options.Tls.KeyFile);
        }

        var directory = state.Combine("tls");
        DevelopmentCertificate.Ensure(directory);
        var authority = Path.Combine(directory, DevelopmentCertificate.AuthorityFile);
        DevelopmentCertificate.LogAuthority(logger, authority);
        return Load(Path.Combine(directory, DevelopmentCertificate.CertificateFile), Path.Combine(directory, DevelopmentCertificate.KeyFile));
    }

    private static ServerCertificate Load(string certificateFile, string keyFile)
    {
        try
        {
            var certificates = SmallFile.ReadText(certificateFile, MaxFileBytes);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificates);
            var leaf = X509Certificate2.CreateFromPem(certificates, SmallFile.ReadText(keyFile, MaxFileBytes));
            chain.RemoveAt(0);
            return new ServerCertificate(leaf, chain);
        }
        catch (Exception e) when (e is CryptographicException or IOException or ArgumentException)
        {
            throw new ConfigurationException(
                $"{Setting.Describe("Gatekeeper:Tls:CertificateFile", certificateFile)}, KeyFile '{keyFile}'; valid are a PEM certificate and its PEM key. {e.Message}", e);
        }
    }
}
