using System.ComponentModel.DataAnnotations;

namespace Gatekeeper.Identity;

/// <summary>One issuer of tokens that is trusted, and what its tokens must look like. Section <c>Gatekeeper:Issuers:&lt;n&gt;</c>.</summary>
internal sealed class IssuerOptions
{
    /// <value>The <c>iss</c> of its tokens, compared byte by byte.</value>
    [Required, MaxLength(512)]
    public string Issuer { get; set; } = "";

    /// <value>The base address of its OpenID Connect discovery document; <c>https</c>, or <c>http</c> on loopback. This or <see cref="JwksFile"/>.</value>
    public string Authority { get; set; } = "";

    /// <value>A file with its keys as a JWK set (RFC 7517). This or <see cref="Authority"/>.</value>
    public string JwksFile { get; set; } = "";

    /// <value>The audiences that are ours: a token's <c>aud</c> must have one of them, and none besides but <see cref="AdditionalAudiences"/>.</value>
    [Required, MinLength(1)]
    public string[] Audiences { get; set; } = [];

    /// <value>
    /// Audiences that the issuer adds to every token, such as Keycloak's <c>account</c>: a token may have them beside one of
    /// <see cref="Audiences"/>, and never instead.
    /// </value>
    public string[] AdditionalAudiences { get; set; } = [];

    /// <value>The signature algorithms that are accepted, asymmetric ones only; empty means RS, PS and ES, each with 256, 384 and 512.</value>
    public string[] Algorithms { get; set; } = [];

    /// <value>The <c>typ</c> values that are accepted; empty means <c>JWT</c> and <c>at+jwt</c>.</value>
    public string[] TokenTypes { get; set; } = [];

    /// <value>Whether a token must have a <c>typ</c>. RFC 7519 leaves it to the issuer, and those of Kubernetes and Jenkins have none.</value>
    public bool RequireTokenType { get; set; }

    /// <value>
    /// The <c>azp</c> values that are accepted where a token has one, which names the client that it was given to, as Keycloak's do; empty means
    /// that it must be one of <see cref="Audiences"/>.
    /// </value>
    public string[] AuthorizedParties { get; set; } = [];

    /// <value>What its callers are to a policy: <c>code</c>, <c>machine</c>, <c>person</c> or <c>agent</c>.</value>
    [RegularExpression("^(code|machine|person|agent)$", ErrorMessage = "CallerKind must be code, machine, person or agent.")]
    public string CallerKind { get; set; } = "code";

    /// <value>The claim that lists the caller's groups.</value>
    [Required]
    public string GroupsClaim { get; set; } = "groups";
}
