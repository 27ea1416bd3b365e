using System.Net;
using Gatekeeper.Seam;

namespace Gatekeeper.Tests.Organisation;

/// <summary>What came back through the door, and what was decided behind it.</summary>
/// <param name="Status">The answer's status.</param>
/// <param name="Body">The answer, which tells the reasons of a refusal.</param>
/// <param name="Decision">The decision as it was recorded; null where the call was refused before it.</param>
internal sealed record OrganisationAnswer(HttpStatusCode Status, string Body, Decision? Decision);
