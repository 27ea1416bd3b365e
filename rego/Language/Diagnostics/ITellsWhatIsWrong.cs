namespace Rego.Diagnostics;

/// <summary>An exception that tells what is wrong with a policy, and is documented where it is thrown: no fault of the engine.</summary>
internal interface ITellsWhatIsWrong;
