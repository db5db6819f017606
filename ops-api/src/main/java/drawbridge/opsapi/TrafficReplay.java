package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What would be otherwise, had some recorded changes come in under other mappings.
///
/// @param problems why the mappings cannot be tried; nothing was looked at then
/// @param flows those that any of the changes belong to, by name
/// @param next where older changes go on; absent: there are none
public record TrafficReplay(
        List<MappingProblem> problems, List<TrafficFlow> flows, @Nullable String next) {

    public TrafficReplay {
        problems = List.copyOf(problems);
        flows = List.copyOf(flows);
    }
}
