package drawbridge.ops;

import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Foreseen;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.crossing.engine.LaneId;
import drawbridge.intake.Rereading;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;
import drawbridge.opsapi.Edit;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.Preview;
import drawbridge.opsapi.PreviewKind;
import drawbridge.opsapi.PreviewWish;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Side;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Edits of parked items, and what would come of an act before it is done.
final class EditDesk {

    private final OpsApi.Parts parts;
    private final Hands hands;

    EditDesk(OpsApi.Parts parts, Hands hands) {
        this.parts = parts;
        this.hands = hands;
    }

    Future<Hands.Done> edit(Asked asked) {
        Edit wish = asked.body(Edit.class);
        return hands.edit(
                asked.tenant(),
                new Act(
                        TenantId.named(asked.tenant()),
                        asked.id("id"),
                        Verb.EDIT,
                        wish.version(),
                        asked.operator().name(),
                        Optional.ofNullable(wish.reason()).orElse(""),
                        asked.once()),
                wish.payload().getBytes(StandardCharsets.UTF_8));
    }

    Future<?> preview(Asked asked) {
        PreviewWish wish = asked.body(PreviewWish.class);
        Optional<byte[]> payload =
                Optional.ofNullable(wish.payload())
                        .map(text -> text.getBytes(StandardCharsets.UTF_8));
        return of(asked.tenant(), asked.id("id"), wish.action(), payload)
                .map(
                        found ->
                                found.orElseThrow(
                                        () ->
                                                Refusal.notFound(
                                                        "No parked item of this tenant has the id "
                                                                + asked.path("id")
                                                                + ".")));
    }

    /// Empty where there is no such item.
    Future<Optional<Preview>> of(
            String tenant, UUID item, ParkedAction action, Optional<byte[]> payload) {
        return parts.reads()
                .place(tenant, item)
                .compose(
                        found ->
                                found.isEmpty()
                                        ? Future.succeededFuture(Optional.empty())
                                        : of(tenant, item, found.get(), action, payload)
                                                .map(Optional::of));
    }

    private Future<Preview> of(
            String tenant,
            UUID item,
            OpsReads.Place place,
            ParkedAction action,
            Optional<byte[]> payload) {
        if (action == ParkedAction.RESTORE) {
            return plain(
                    PreviewKind.SETTLES,
                    "The value that lost would be written to the side that held it, and cross from"
                            + " there.");
        }
        if (!place.open()) {
            return plain(PreviewKind.SETTLES, "It is no longer open: nothing would be done.");
        }
        if (action == ParkedAction.DISCARD) {
            return plain(
                    PreviewKind.SETTLES,
                    "It would be put away, and nothing written. What it holds does not cross until"
                            + " the record changes again.");
        }
        if (action == ParkedAction.APPROVE) {
            return plain(
                    PreviewKind.WRITES, "Each delete that waits with it would be carried out.");
        }
        if (action == ParkedAction.REJECT) {
            return plain(
                    PreviewKind.SETTLES,
                    "No delete that waits with it would be carried out: the records stay.");
        }
        if (place.isUnreadable()) {
            return reread(tenant, place, payload.orElseGet(() -> place.payload().toArray()));
        }
        if (place.lane().isEmpty()) {
            return plain(PreviewKind.PARKS, "Nobody knows which record this would be.");
        }
        Optional<Value.Obj> edit = payload.map(bytes -> Hands.edited(place, bytes));
        return parts.hands()
                .foresight()
                .of(
                        new drawbridge.crossing.engine.Preview.Wish(
                                TenantId.named(tenant),
                                new LaneId(place.lane().get()),
                                item,
                                place.side(),
                                switch (action) {
                                    case KEEP_ACME -> Resolution.KEEP_ACME;
                                    case KEEP_APP -> Resolution.KEEP_APP;
                                    case REPLAY, EDIT, DISCARD, APPROVE, REJECT, RESTORE ->
                                            Resolution.REPLAY;
                                },
                                edit))
                .map(EditDesk::told);
    }

    private Future<Preview> reread(String tenant, OpsReads.Place place, byte[] payload) {
        return switch (parts.hands().rereading().read(tenant, place.resource(), payload)) {
            case Rereading.Result.Unreadable(String why) ->
                    plain(PreviewKind.PARKS, "It still cannot be read: " + why + ".");
            case Rereading.Result.Read(var changes) ->
                    plain(
                            PreviewKind.SETTLES,
                            "It can be read: it would come in as "
                                    + (changes.size() == 1
                                            ? "a change of "
                                            : changes.size() + " changes, the first of ")
                                    + changes.getFirst()
                                            .record()
                                            .map(Object::toString)
                                            .orElse("a record without a name")
                                    + ", and cross like any other.");
        };
    }

    private static Preview told(Foreseen foreseen) {
        return switch (foreseen) {
            case Foreseen.Write write -> written(write);
            case Foreseen.Settled(String sentence) -> said(PreviewKind.SETTLES, sentence);
            case Foreseen.Parked(String sentence) ->
                    said(PreviewKind.PARKS, "It would wait for a person again: " + sentence);
            case Foreseen.Waiting(String sentence) -> said(PreviewKind.WAITS, sentence);
            case Foreseen.Unknown() ->
                    said(
                            PreviewKind.WAITS,
                            "The record belongs to another link by now: load the item again.");
        };
    }

    private static Preview written(Foreseen.Write write) {
        Side side = write.target() == drawbridge.mapping.Side.ACME ? Side.ACME : Side.APP;
        String operation = write.operation().name().toLowerCase(Locale.ROOT);
        List<String> members = List.copyOf(write.members().members().keySet());
        return new Preview(
                PreviewKind.WRITES,
                side,
                operation,
                write.record()
                        .map(ref -> new RecordId(ref.resource().toString(), ref.id()))
                        .orElse(null),
                new String(JsonText.write(write.members()), StandardCharsets.UTF_8),
                (side == Side.ACME ? "Acme" : "The app")
                        + switch (write.operation()) {
                            case CREATE -> " would get a new record.";
                            case UPDATE ->
                                    " would be sent "
                                            + String.join(", ", members)
                                            + " of "
                                            + id(write)
                                            + ".";
                            case DELETE -> " would be told to delete " + id(write) + ".";
                        });
    }

    private static String id(Foreseen.Write write) {
        return write.record().map(ref -> ref.id()).orElse("it");
    }

    private static Future<Preview> plain(PreviewKind kind, String sentence) {
        return Future.succeededFuture(said(kind, sentence));
    }

    private static Preview said(PreviewKind kind, String sentence) {
        return new Preview(kind, null, null, null, null, sentence);
    }
}
