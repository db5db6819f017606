package drawbridge.sandbox.judge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All that ever happened to one record, oldest first; never empty.
record History(RecordKey key, List<Version> versions) {

    History {
        versions = List.copyOf(versions);
    }

    /// With what happened to the record that it was made in the place of, which is gone.
    History after(History former) {
        return new History(
                key, Stream.concat(former.versions.stream(), versions.stream()).toList());
    }

    Version last() {
        return versions.getLast();
    }

    boolean gone() {
        return last().gone();
    }

    /// Somebody other than the gateway deleted it.
    boolean deletedByPeople() {
        return versions.stream().anyMatch(v -> v.gone() && v.byPeople());
    }

    boolean madeByGateway() {
        return versions.getFirst().created() && !versions.getFirst().byPeople();
    }

    /// What people did to a group, oldest first; a creation touches every group.
    List<Version> edits(Group group) {
        return versions.stream()
                .filter(v -> v.byPeople() && !v.gone() && v.changed().contains(group))
                .toList();
    }

    Optional<Version> newestEdit(Group group) {
        var edits = edits(group);
        return edits.isEmpty() ? Optional.empty() : Optional.of(edits.getLast());
    }

    /// What the gateway changed in a group of the record that was there.
    List<Version> crossings(Group group) {
        return versions.stream()
                .filter(v -> !v.byPeople() && !v.created() && v.changed().contains(group))
                .toList();
    }

    /// What the group showed at a moment; empty before the record was there.
    String at(Group group, Instant moment) {
        var value = "";
        for (var version : versions) {
            if (version.at().isAfter(moment)) {
                break;
            }
            value = version.value(group);
        }
        return value;
    }

    /// Values that the group showed from a moment on: the one in force then, and all later ones.
    Stream<String> shownSince(Group group, Instant moment) {
        int first = 0;
        for (int i = 0; i < versions.size(); i++) {
            if (!versions.get(i).at().isAfter(moment)) {
                first = i;
            }
        }
        return versions.subList(first, versions.size()).stream().map(v -> v.value(group));
    }
}
