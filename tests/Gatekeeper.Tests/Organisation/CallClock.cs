using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Gatekeeper.Tests.Organisation;

/// <summary>
/// Gives calls, and nothing else in the program, the time that a question is asked at: timers, deadlines and connections stay in the
/// present.
/// </summary>
internal sealed class CallClock : TimeProvider, IStartupFilter
{
    private readonly AsyncLocal<bool> _inCall = new();

    /// <value>The time of the calls; the present where none is set. Set between calls only.</value>
    public DateTimeOffset? CallTime { get; set; }

    public override DateTimeOffset GetUtcNow() => _inCall.Value && CallTime is { } time ? time : base.GetUtcNow();

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, rest) =>
        {
            _inCall.Value = true;
            return rest(http);
        });
        next(app);
    };
}
