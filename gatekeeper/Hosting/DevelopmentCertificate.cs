using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Hosting.Posix;

namespace Gatekeeper.Hosting;

/// <summary>A local CA and a certificate for this machine, for development only.</summary>
internal static partial class DevelopmentCertificate
{
    /// <summary>The CA, to be trusted by local clients.</summary>
    public const string AuthorityFile = "ca.pem";

    /// <summary>The certificate.</summary>
    public const string CertificateFile = "server.pem";

    /// <summary>The certificate's key.</summary>
    public const string KeyFile = "server.key";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan Backdated = TimeSpan.FromMinutes(5);

    /// <summary>Makes the files, unless they are there and serve for another day at least.</summary>
    public static void Ensure(string directory)
    {
        PrivateFile.CreateDirectory(directory);
        if (!IsUsable(Path.Combine(directory, CertificateFile)))
        {
            Make(directory, DateTimeOffset.UtcNow);
        }
    }

    private static bool IsUsable(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
        return certificate.NotAfter.ToUniversalTime() > DateTime.UtcNow.AddDays(1);
    }

    private static void Make(string directory, DateTimeOffset now)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = MakeAuthority(authorityKey, now);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = MakeLeaf(authority, key, now);

        // The CA's key is not kept: nothing else can be issued under it.
        WritePrivate(Path.Combine(directory, KeyFile), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(directory, AuthorityFile), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory, CertificateFile), certificate.ExportCertificatePem());
    }

    private static X509Certificate2 MakeAuthority(ECDsa key, DateTimeOffset now)
    {
        var request = new CertificateRequest("CN=Gatekeeper development CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now - Backdated, now + Lifetime);
    }

    private static X509Certificate2 MakeLeaf(X509Certificate2 authority, ECDsa key, DateTimeOffset now)
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        return request.Create(authority, now - Backdated, authority.NotAfter, RandomNumberGenerator.GetBytes(16));
    }

    private static void WritePrivate(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    /// <summary>Says where the CA is, and that it is nobody else's.</summary>
    [LoggerMessage(EventId = 1601, Level = LogLevel.Warning, Message = "Development mode: the certificate comes from a local CA that only this machine should trust: {Authority}")]
    public static partial void LogAuthority(ILogger logger, string authority);
}
