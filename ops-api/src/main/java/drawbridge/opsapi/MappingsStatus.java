package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Which mappings are in force, and what in the folder was refused.
///
/// @param version of the mappings in force
/// @param since when they took the place of those before
/// @param tenants whom they serve
/// @param problems what is wrong with what the folder holds now; none while that is in force
/// @param refusedAt when it was refused; absent while all is in force
public record MappingsStatus(
        String version,
        Instant since,
        List<String> tenants,
        List<MappingProblem> problems,
        @Nullable Instant refusedAt) {

    public MappingsStatus {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(since, "since");
        tenants = List.copyOf(tenants);
        problems = List.copyOf(problems);
    }
}
