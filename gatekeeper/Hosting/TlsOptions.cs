namespace Gatekeeper.Hosting;

/// <summary>The server's certificate. Section <c>Gatekeeper:Tls</c>.</summary>
internal sealed class TlsOptions
{
    /// <value>The certificate and its chain, PEM.</value>
    public string CertificateFile { get; set; } = "";

    /// <value>Its private key, PEM.</value>
    public string KeyFile { get; set; } = "";
}
