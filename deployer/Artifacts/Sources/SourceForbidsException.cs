using Deployer.Errors;

namespace Deployer.Artifacts.Sources;

/// <summary>The source does not give a file out. Stores of objects answer so, too, where there is none and the asker may not list what there is.</summary>
internal sealed class SourceForbidsException(string message) : StepFailedException(message);
