namespace Gateway.Contract.Grants;

/// <summary>Why a text is not a grant. For logs; the caller is told only that the grant is not valid.</summary>
public enum GrantDecodeError
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Empty, or longer than <see cref="GrantCodec.MaxLength"/>.</summary>
    Size,

    /// <summary>Not three parts of canonical base64url without padding.</summary>
    Encoding,

    /// <summary>The header is not an object of exactly <c>alg</c>, <c>typ</c> and <c>kid</c> with values that we use.</summary>
    Header,

    /// <summary>The payload is not an object of exactly our claims, each once and of its type.</summary>
    Claims,

    /// <summary>The signature's length does not fit the algorithm.</summary>
    Signature,
}
