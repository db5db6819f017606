package drawbridge.ops;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.ActAnswer;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal;
import drawbridge.intake.Rereading;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Carries out what a person decided about one item, whichever way it was asked for. What could not
/// be read is read again and comes in as a change of its own; everything else is the journal's.
final class Hands {

    private final Journal journal;
    private final OpsReads reads;
    private final Rereading rereading;

    Hands(Journal journal, OpsReads reads, Rereading rereading) {
        this.journal = journal;
        this.reads = reads;
        this.rereading = rereading;
    }

    /// @param why in plain words, where it is refused
    record Done(ActAnswer answer, Optional<String> why) {

        static Done of(ActAnswer answer) {
            return new Done(answer, Optional.empty());
        }
    }

    /// @param tenant by its name
    Future<Done> act(String tenant, Act act) {
        if (act.verb() == Verb.RESTORE) {
            return journal.restore(act).map(Hands::restored);
        }
        return act.verb() == Verb.REPLAY
                ? reads.place(tenant, act.parked())
                        .compose(
                                place ->
                                        place.filter(OpsReads.Place::isUnreadable)
                                                .map(
                                                        known ->
                                                                again(
                                                                        tenant,
                                                                        act,
                                                                        known,
                                                                        known.payload()))
                                                .orElseGet(() -> plain(act)))
                : plain(act);
    }

    private static Done restored(ActAnswer answer) {
        return answer == ActAnswer.REFUSED
                ? new Done(
                        answer,
                        Optional.of(
                                "There is no whole record of it any more, or the same fields wait"
                                        + " for a person again."))
                : Done.of(answer);
    }

    private Future<Done> plain(Act act) {
        return journal.act(act).map(Done::of);
    }

    /// Replays an item with another payload.
    Future<Done> edit(String tenant, Act act, byte[] payload) {
        return reads.place(tenant, act.parked())
                .compose(
                        found -> {
                            OpsReads.Place place = found.orElse(null);
                            if (place == null) {
                                return Future.succeededFuture(Done.of(ActAnswer.UNKNOWN));
                            }
                            return place.isUnreadable()
                                    ? again(tenant, act, place, payload)
                                    : laidOver(act, place, payload);
                        });
    }

    /// The bytes come in as a change; the item is closed by it.
    private Future<Done> again(String tenant, Act act, OpsReads.Place place, byte[] payload) {
        return switch (rereading.read(tenant, place.resource(), payload)) {
            case Rereading.Result.Unreadable(String why) ->
                    Future.succeededFuture(
                            new Done(
                                    ActAnswer.REFUSED,
                                    Optional.of("It cannot be read: " + why + ".")));
            case Rereading.Result.Read(List<Incoming> changes) -> {
                if (!place.open() || place.version() != act.version()) {
                    yield Future.succeededFuture(Done.of(ActAnswer.STALE));
                }
                yield journal.append(delivery(act, named(act, changes)))
                        .compose(receipts -> journal.replace(act, receipts.getFirst().change()))
                        .map(Done::of);
            }
        };
    }

    /// The same act makes the same changes, however often it is asked for.
    private static List<Incoming> named(Act act, List<Incoming> changes) {
        List<Incoming> named = new ArrayList<>();
        for (Incoming each : changes) {
            named.add(
                    new Incoming(
                            change(act, named.size()),
                            each.record(),
                            each.version(),
                            each.tombstone(),
                            each.content(),
                            each.body(),
                            false,
                            each.wants(),
                            each.unreadable(),
                            each.traceParent(),
                            each.mappingVersion()));
        }
        return named;
    }

    /// What the person changed comes in as a change of the record, and the item is replayed.
    private Future<Done> laidOver(Act act, OpsReads.Place place, byte[] payload) {
        Optional<RecordRef> record = place.record();
        if (record.isEmpty() || place.lane().isEmpty()) {
            return Future.succeededFuture(
                    new Done(
                            ActAnswer.REFUSED,
                            Optional.of("Nobody knows which record this would be.")));
        }
        if (!place.open() || place.version() != act.version()) {
            return Future.succeededFuture(Done.of(ActAnswer.STALE));
        }
        Value.Obj edit = edited(place, payload);
        Incoming change =
                new Incoming(
                        change(act, 0),
                        record,
                        Optional.empty(),
                        false,
                        Hash.of("edit", act.key().toString()),
                        Bytes.copyOf(JsonText.write(edit)),
                        false,
                        List.of(new Wanted(new FlowName(place.flow()), place.side())),
                        Optional.empty(),
                        Optional.empty(),
                        place.mappingVersion());
        return journal.append(delivery(act, List.of(change)))
                .compose(_ -> journal.act(act))
                .map(Done::of);
    }

    /// @throws Refusal when nothing is different, or it is no object
    static Value.Obj edited(OpsReads.Place place, byte[] payload) {
        Value.Obj after = Difference.object("payload", payload);
        Value.Obj edit = Difference.between(Difference.object("payload", place.payload()), after);
        if (edit.members().isEmpty()) {
            throw Refusal.badInput(
                    "payload", "Nothing in it is different: replay the item as it is.");
        }
        return edit;
    }

    private static Delivery delivery(Act act, List<Incoming> changes) {
        return new Delivery(
                act.tenant(),
                Trigger.OPERATOR,
                Optional.of(Hash.of("operator", act.key().toString())),
                changes);
    }

    private static UUID change(Act act, int number) {
        return UUID.nameUUIDFromBytes((act.key() + "/" + number).getBytes(StandardCharsets.UTF_8));
    }

    static Act act(
            TenantId tenant, UUID item, Verb verb, long version, String by, String why, UUID key) {
        return new Act(tenant, item, verb, version, by, why, key);
    }
}
