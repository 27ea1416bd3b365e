namespace Rego.Syntax.Expressions;

/// <summary>The operators between bodies.</summary>
public enum LogicalOperator
{
    /// <summary>Either side.</summary>
    Or,

    /// <summary>Both sides.</summary>
    And,
}
