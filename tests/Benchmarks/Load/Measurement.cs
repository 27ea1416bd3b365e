namespace Benchmarks.Load;

/// <summary>One run of the load generator against one target.</summary>
/// <param name="RequestsPerSecond">Successful requests a second.</param>
/// <param name="ProxyMicroseconds">CPU of the target itself, a request.</param>
/// <param name="AllMicroseconds">CPU of target, worker and load generator, a request.</param>
/// <param name="ForeignCores">Cores that others used meanwhile.</param>
internal sealed record Measurement(double RequestsPerSecond, double ProxyMicroseconds, double AllMicroseconds, double ForeignCores);
