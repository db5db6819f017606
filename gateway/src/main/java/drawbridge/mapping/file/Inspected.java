package drawbridge.mapping.file;

import drawbridge.mapping.Count;
import drawbridge.mapping.Flow;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.TenantSpec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A mappings folder with the places of all its parts, as far as it could be read.
///
/// @param systems by name
/// @param runs everything as its file has it, and then as each tenant runs it
/// @param examples the files of worked examples
public record Inspected(
        Map<String, Laid<SystemSpec>> systems, List<Run> runs, List<Section> examples) {

    public Inspected {
        systems = Map.copyOf(systems);
        runs = List.copyOf(runs);
        examples = List.copyOf(examples);
    }

    /// What was made of a part of the folder.
    ///
    /// @param yaml with what a tenant lays over it
    public record Laid<T>(Section yaml, T made) {}

    /// @param tenant whose it is; empty for what the files say by themselves
    /// @param spec what was made of the tenant's file
    /// @param active whether the tenant is one, and no example of one
    public record Run(
            Optional<Section> tenant,
            Optional<TenantSpec> spec,
            boolean active,
            List<Laid<Flow>> flows,
            List<Laid<Count>> counts) {

        public Run {
            flows = List.copyOf(flows);
            counts = List.copyOf(counts);
        }
    }

    public List<Run> tenants() {
        return runs.stream().filter(run -> run.tenant().isPresent()).toList();
    }
}
