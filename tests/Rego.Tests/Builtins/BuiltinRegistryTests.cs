using NUnit.Framework;
using Rego.Builtins;

namespace Rego.Tests.Builtins;

public sealed class BuiltinRegistryTests
{
    [Test]
    public void Default_EveryFunction_HasADelegateOfItsArity()
    {
        foreach (var builtin in RegoBuiltins.All.All)
        {
            var arity = builtin.Type.Arguments.Length;
            var matches = builtin.Function switch
            {
                Builtin0 => arity == 0,
                Builtin1 => arity == 1,
                Builtin2 => arity == 2,
                Builtin3 => arity == 3,
                BuiltinN => true,
                _ => false,
            };
            Assert.That(matches, Is.True, builtin.Name);
        }
    }
}
