using Rego.Tooling.Reports;

namespace Gatectl.Policies.Eval;

/// <summary>Profiles as OPA's JSON.</summary>
internal static class ProfileJson
{
    /// <summary>Writes the members of an output; none where there is no profile.</summary>
    internal static void Write(GoJsonWriter json, EvalOutput output)
    {
        if (output.Profile is { Count: > 0 } profile)
        {
            json.Name("profile").StartArray();
            foreach (var row in profile)
            {
                WriteCounts(json.StartObject().Member("total_time_ns", AggregatedProfile.Nanoseconds(row)), row);
            }

            json.EndArray();
        }

        if (output.AggregatedProfile.Count > 0)
        {
            json.Name("aggregated_profile").StartArray();
            foreach (var row in output.AggregatedProfile)
            {
                EvalJson.WriteStatistics(json.StartObject().Name("total_time_ns_stats"), row.Times);
                WriteCounts(json, row.Row);
            }

            json.EndArray();
        }
    }

    private static void WriteCounts(GoJsonWriter json, StatementProfile row)
    {
        json.Member("num_eval", row.Evaluations).Member("num_redo", row.Redos).Member("num_gen_expr", row.Statements);
        PolicyErrorJson.WritePlace(json, row.Location);
        json.EndObject();
    }
}
