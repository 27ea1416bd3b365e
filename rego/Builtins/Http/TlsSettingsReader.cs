using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rego.Networking;

namespace Rego.Builtins.Http;

/// <summary>Reads the members of a request that begin with <c>tls_</c>. Files and variables are read only where the host gives them.</summary>
internal sealed class TlsSettingsReader(HttpRequestFields fields, NetworkAccess access)
{
    /// <exception cref="HttpSendException">A member is not of use.</exception>
    internal TlsSettings Read(string? hostHeader)
    {
        var settings = new TlsSettings
        {
            IsUnchecked = fields.Flag("tls_insecure_skip_verify"),
            UsesSystemRoots = fields.Flag("tls_use_system_certs"),
            ServerName = fields.Text("tls_server_name") is { Length: > 0 } name ? name : hostHeader,
        };
        if (settings.IsUnchecked && !access.AllowUncheckedCertificates)
        {
            throw new HttpSendException("tls_insecure_skip_verify is not allowed here");
        }

        try
        {
            AddClientCertificates(settings);
            AddRoots(settings);
            return settings;
        }
        catch (CryptographicException e)
        {
            settings.Dispose();
            throw new HttpSendException("tls: " + e.Message);
        }
        catch
        {
            settings.Dispose();
            throw;
        }
    }

    private void AddClientCertificates(TlsSettings settings)
    {
        Add(fields.Text("tls_client_cert"), fields.Text("tls_client_key"));
        Add(FromFile("tls_client_cert_file"), FromFile("tls_client_key_file"));
        Add(FromVariable("tls_client_cert_env_variable"), FromVariable("tls_client_key_env_variable"));

        void Add(string certificate, string key)
        {
            if (certificate.Length > 0 && key.Length > 0)
            {
                settings.ClientCertificates.Add(X509Certificate2.CreateFromPem(certificate, key));
            }
        }
    }

    private void AddRoots(TlsSettings settings)
    {
        Add(fields.Text("tls_ca_cert").Replace("\\n", "\n", StringComparison.Ordinal));
        Add(FromFile("tls_ca_cert_file"));
        Add(FromVariable("tls_ca_cert_env_variable"));

        void Add(string certificates)
        {
            if (certificates.Length > 0)
            {
                var before = settings.Roots.Count;
                settings.Roots.ImportFromPem(certificates);
                _ = settings.Roots.Count > before ? 0 : throw new HttpSendException("could not append certificates");
            }
        }
    }

    private string FromFile(string member) => From(member, access.ReadFile, "files");

    private string FromVariable(string member) => From(member, access.ReadVariable, "environment variables");

    private string From(string member, Func<string, string?>? read, string what)
    {
        var name = fields.Text(member);
        if (name.Length == 0)
        {
            return string.Empty;
        }

        return read is null
            ? throw new HttpSendException($"{member}: policies have no {what} here")
            : read(name) ?? throw new HttpSendException($"{member}: there is no {name}");
    }
}
