package drawbridge.intake;

import drawbridge.intake.IntakeMeters.Refused;
import drawbridge.intake.Pushers.Pusher;
import drawbridge.journal.PushReads;
import drawbridge.journal.PushReads.Part;
import drawbridge.journal.PushReads.Story;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// Tells a sender what became of a change. Only changes of its own systems' records are there for
/// it; all others look as if they had never been.
final class PushStatus {

    private final Pushers pushers;
    private final PushReads reads;
    private final BooleanSupplier started;

    PushStatus(Pushers pushers, PushReads reads, BooleanSupplier started) {
        this.pushers = pushers;
        this.reads = reads;
        this.started = started;
    }

    Future<Answer> get(RoutingContext context) {
        return Future.succeededFuture()
                .compose(
                        _ -> {
                            Pusher pusher = pushers.of(context);
                            if (!started.getAsBoolean()) {
                                throw Refusal.later(Refused.STARTING, "The gateway is starting.");
                            }
                            UUID change =
                                    id(context.pathParam("change"))
                                            .orElseThrow(Refusal::unknownChange);
                            return asked(pusher, change)
                                    .map(
                                            story ->
                                                    story.filter(told -> isFor(pusher, told))
                                                            .map(told -> document(change, told))
                                                            .orElseThrow(Refusal::unknownChange));
                        })
                .map(document -> Answer.json(200, document, Map.of()));
    }

    private Future<Optional<Story>> asked(Pusher pusher, UUID change) {
        return reads.story(pusher.id(), change)
                .recover(
                        _ ->
                                Future.failedFuture(
                                        Refusal.later(
                                                Refused.JOURNAL, "The journal did not answer.")));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static boolean isFor(Pusher pusher, Story story) {
        return story.record().filter(of -> pusher.speaksFor(of.resource().system())).isPresent();
    }

    private static Value.Obj document(UUID change, Story story) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("change", Value.of(change.toString()));
        story.record()
                .ifPresent(
                        record -> {
                            ResourceName resource = record.resource();
                            members.put("resource", Value.of(resource.resource()));
                            members.put("id", Value.of(record.id()));
                        });
        members.put("source", Value.of(story.source()));
        members.put("acceptedAt", time(story.acceptedAt()));
        members.put(
                "pending",
                Value.of(story.parts().stream().anyMatch(part -> part.state().isPending())));
        members.put("flows", new Value.Arr(story.parts().stream().map(PushStatus::part).toList()));
        return new Value.Obj(members);
    }

    private static Value part(Part part) {
        Map<String, Value> members = new LinkedHashMap<>();
        part.flow().ifPresent(flow -> members.put("flow", Value.of(flow)));
        switch (part.state()) {
            case Part.Pending(var status, var why, var since, var due) -> {
                members.put("outcome", Value.of("pending"));
                members.put("reason", Value.of(status.word()));
                members.put("sentence", Value.of(why));
                since.ifPresent(at -> members.put("since", time(at)));
                due.ifPresent(at -> members.put("due", time(at)));
            }
            case Part.Ended(var outcome, var reason, var sentence, var newer, var at) -> {
                members.put("outcome", Value.of(outcome));
                members.put("reason", Value.of(reason));
                members.put("sentence", Value.of(sentence));
                newer.ifPresent(other -> members.put("newer", Value.of(other.toString())));
                members.put("at", time(at));
            }
        }
        part.otherId().ifPresent(id -> members.put("otherId", Value.of(id)));
        part.parked().ifPresent(parked -> members.put("parked", parked(parked)));
        return new Value.Obj(members);
    }

    private static Value parked(Part.Parked parked) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("item", Value.of(parked.item().toString()));
        parked.field().ifPresent(field -> members.put("field", Value.of(field)));
        return new Value.Obj(members);
    }

    private static Value time(Instant at) {
        return Value.of(at.toString());
    }
}
