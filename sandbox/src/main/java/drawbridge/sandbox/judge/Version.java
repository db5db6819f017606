package drawbridge.sandbox.judge;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A record as one write left it.
///
/// @param values canonical text of every group, as both systems can hold it
/// @param changed groups of which a native field differs from the version before
/// @param gone this write deleted it
record Version(
        long n,
        Instant at,
        String actor,
        boolean created,
        boolean gone,
        Map<Group, String> values,
        Set<Group> changed,
        Optional<String> attempt,
        Optional<String> contact) {

    /// Made by a person, on a page or through the traffic.
    boolean byPeople() {
        return !actor.equals("gateway");
    }

    String value(Group group) {
        return values.getOrDefault(group, "");
    }
}
