package drawbridge.mapping.file;

import drawbridge.mapping.StreamSpec;
import drawbridge.mapping.TenantSpec.StreamAccess;
import drawbridge.mapping.file.Yaml.Place;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Looks after the groups of Kafka's consumers in which the tenants of a folder read. Kafka gives
/// each message of a topic to one reader of a group: in a group of two customers each would miss
/// what the other got, and stand still whenever the other came or went. The systems of one customer
/// may share a group, but no topic in it.
final class StreamGroups {

    /// Whose stream it is.
    record Reader(String tenant, String system) {}

    /// @param brokers each of them, and all as the file writes them: what the environment does not
    ///   say here is the same where the same is written
    private record Reading(
            Reader reader, String group, String topic, Set<String> brokers, Place at) {

        boolean clashesWith(Reading other) {
            return group.equals(other.group)
                    && !Collections.disjoint(brokers, other.brokers)
                    && (!reader.tenant().equals(other.reader.tenant())
                            || topic.equals(other.topic));
        }
    }

    private final Problems problems;
    private final List<Reading> known = new ArrayList<>();

    StreamGroups(Problems problems) {
        this.problems = problems;
    }

    /// Notes a stream, and tells who reads in its group already.
    ///
    /// @param kafka the part of the tenant's file
    void add(Reader reader, StreamSpec stream, StreamAccess access, Section kafka) {
        Set<String> brokers = new HashSet<>(List.of(access.brokers().split(",", -1)));
        brokers.add(Section.text(kafka.need("brokers")));
        brokers.remove("");
        Reading reading =
                new Reading(
                        reader,
                        stream.groupOf(reader.tenant(), access),
                        stream.topicOf(reader.tenant(), access),
                        brokers,
                        kafka.at("group"));
        known.stream()
                .filter(reading::clashesWith)
                .findFirst()
                .ifPresent(other -> problems.add(reading.at, sentence(reading, other)));
        known.add(reading);
    }

    private static String sentence(Reading reading, Reading other) {
        Place there = other.at;
        return "the group '%s' is read for %s of %s too (%s:%d:%d), and Kafka gives each message to one reader of a group; name another under 'group' here, or write {tenant} into that of systems/%s.yaml"
                .formatted(
                        reading.group,
                        other.reader.system(),
                        other.reader.tenant(),
                        there.file(),
                        there.line(),
                        there.column(),
                        reading.reader.system());
    }
}
