package drawbridge.ops;

import drawbridge.mapping.RecordRef;
import drawbridge.opsapi.EntryKind;
import drawbridge.opsapi.Role;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.TimelineEntry;

import io.vertx.core.Future;

/// Answers what happened to a record.
final class TimelineDesk {

    private final OpsApi.Parts parts;

    TimelineDesk(OpsApi.Parts parts) {
        this.parts = parts;
    }

    Future<?> find(Asked asked) {
        String id =
                asked.query("id")
                        .orElseThrow(
                                () ->
                                        Refusal.badInput(
                                                "id",
                                                "Say which record: ?id= with the id that its system"
                                                        + " gave it."));
        return parts.reads().find(asked.scope(), id.strip());
    }

    Future<?> timeline(Asked asked) {
        String resource = asked.path("resource");
        RecordRef record =
                Traces.resource(resource)
                        .map(name -> new RecordRef(name, asked.path("id")))
                        .orElseThrow(
                                () ->
                                        Refusal.badInput(
                                                "resource",
                                                "\""
                                                        + resource
                                                        + "\" is no resource: write system.resource,"
                                                        + " such as acme.appointment."));
        String tenant = asked.tenant();
        return parts.reads()
                .timeline(tenant, record)
                .map(
                        found -> {
                            if (found.standings().isEmpty()) {
                                throw Refusal.notFound(
                                        tenant
                                                + " has never heard of "
                                                + record
                                                + ". Compare the id with what its system shows.");
                            }
                            return masked(found, asked.operator().role());
                        });
    }

    /// Values that lost are values of people's records.
    private static Timeline masked(Timeline timeline, Role role) {
        if (role.reaches(Role.OPERATOR)) {
            return timeline;
        }
        return new Timeline(
                timeline.tenant(),
                timeline.record(),
                timeline.standings(),
                timeline.entries().stream().map(TimelineDesk::masked).toList(),
                timeline.cut());
    }

    private static TimelineEntry masked(TimelineEntry entry) {
        return entry.kind() == EntryKind.OUTCOME && entry.detail() != null
                ? new TimelineEntry(
                        entry.at(),
                        entry.kind(),
                        entry.flow(),
                        entry.side(),
                        entry.word(),
                        entry.sentence(),
                        Masked.VALUE,
                        entry.by(),
                        entry.id(),
                        entry.trouble())
                : entry;
    }
}
