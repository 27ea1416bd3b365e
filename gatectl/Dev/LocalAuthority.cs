using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatectl.Gates;

namespace Gatectl.Dev;

/// <summary>A certificate authority for this machine only, and the certificate that it gives the local gate.</summary>
internal sealed class LocalAuthority(DevPaths paths, TimeProvider time)
{
    private const int SerialNumberBytes = 16;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(365);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);
    private static readonly TimeSpan Backdate = TimeSpan.FromMinutes(5);

    /// <summary>Makes what is missing or about to expire; keeps the rest.</summary>
    public void Ensure()
    {
        if (!File.Exists(paths.Ca) || !File.Exists(paths.CaKey))
        {
            CreateAuthority();
            CreateServer();
        }
        else if (!File.Exists(paths.ServerCertificate) || !File.Exists(paths.ServerKey) || ExpiresSoon())
        {
            CreateServer();
        }
    }

    private bool ExpiresSoon()
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(paths.ServerCertificate), StateFiles.ReadSecret(paths.ServerKey));
        return certificate.NotAfter.ToUniversalTime() < (time.GetUtcNow() + RenewBefore).UtcDateTime;
    }

    private void CreateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Gatekeeper local authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now - Backdate, now + AuthorityLifetime);
        StateFiles.WriteSecret(paths.CaKey, key.ExportPkcs8PrivateKeyPem() + "\n");
        StateFiles.Write(paths.Ca, certificate.ExportCertificatePem() + "\n");
    }

    private void CreateServer()
    {
        using var authority = X509Certificate2.CreateFromPem(File.ReadAllText(paths.Ca), StateFiles.ReadSecret(paths.CaKey));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(SubjectAlternativeNames());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var now = time.GetUtcNow();
        using var certificate = request.Create(authority, now - Backdate, now + ServerLifetime, RandomNumberGenerator.GetBytes(SerialNumberBytes));
        StateFiles.WriteSecret(paths.ServerKey, key.ExportPkcs8PrivateKeyPem() + "\n");
        StateFiles.Write(paths.ServerCertificate, certificate.ExportCertificatePem() + "\n");
    }

    private static X509Extension SubjectAlternativeNames()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return names.Build();
    }
}
