package drawbridge.console.parked;

import drawbridge.console.client.ActionRequest;
import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.shell.Subscription;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.ActionResult;
import drawbridge.opsapi.Edit;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Takes an action from the click to the gateway's last word, and says why one is not possible.
/// What overwrites or drops data is held for a few seconds first, so that it can be taken back.
public final class ActionDesk {

    private static final Duration OVER_STAYS = Duration.ofSeconds(4);

    private final Workbench bench;
    private final ParkedRows rows;
    private final Consumer<ParkedRow.Key> over;
    private final Runnable reload;
    private final Map<ParkedAction, ReadOnlyStringWrapper> whyNot =
            new EnumMap<>(ParkedAction.class);

    ActionDesk(Workbench bench, ParkedRows rows, Consumer<ParkedRow.Key> over, Runnable reload) {
        this.bench = bench;
        this.rows = rows;
        this.over = over;
        this.reload = reload;
        for (ParkedAction action : ParkedAction.values()) {
            whyNot.put(action, new ReadOnlyStringWrapper("Nothing is selected."));
        }
    }

    /// Why the action is not possible on the selected item; empty if it is.
    public ReadOnlyStringProperty whyNotProperty(ParkedAction action) {
        return wrapper(action).getReadOnlyProperty();
    }

    void judge(Optional<ParkedRow> selected) {
        for (ParkedAction action : ParkedAction.values()) {
            wrapper(action)
                    .set(selected.map(row -> judge(row, action)).orElse("Nothing is selected."));
        }
    }

    void act(ParkedRow row, ParkedAction action, String reason) {
        if (!judge(row, action).isEmpty()) {
            return;
        }
        String key =
                row.progress() instanceof Progress.Unsure(var before, _, var kept)
                                && before == action
                        ? kept
                        : UUID.randomUUID().toString();
        var request =
                new ActionRequest(
                        row.item().tenant(),
                        row.item().id(),
                        action,
                        row.item().version(),
                        reason.isBlank() ? null : reason.strip(),
                        key);
        if (action == ParkedAction.REPLAY) {
            send(row.key(), request);
            return;
        }
        progress(row.key(), new Progress.Held(action));
        bench.notices()
                .hold(
                        Words.intent(action) + " (" + row.recordName() + ")",
                        () -> sendIfHeld(row.key(), request),
                        () -> progress(row.key(), row.progress()));
    }

    /// Replays the item with another payload.
    void edit(ParkedRow row, String payload, String reason) {
        if (!judge(row, ParkedAction.EDIT).isEmpty()) {
            return;
        }
        String key = UUID.randomUUID().toString();
        Parked item = row.item();
        var edit = new Edit(payload, item.version(), reason.isBlank() ? null : reason.strip());
        progress(row.key(), new Progress.Requested(ParkedAction.EDIT));
        bench.ask(
                ops -> ops.edit(item.tenant(), item.id(), edit, key),
                result -> answered(row.key(), result),
                trouble -> {
                    progress(
                            row.key(), new Progress.Refused(ParkedAction.EDIT, trouble.sentence()));
                    bench.notices().bad(trouble.sentence());
                });
    }

    void moved(ActionResult result) {
        var key = new ParkedRow.Key(result.tenant(), result.id());
        rows.find(key)
                .filter(row -> !row.progress().isOver())
                .ifPresent(_ -> answered(key, result));
    }

    void closed(Parked item) {
        var key = ParkedRow.key(item);
        rows.change(key, row -> row.with(item).with(ending(row.progress(), item)));
        if (rows.find(key).isPresent()) {
            leaveSoon(key);
        }
    }

    private void sendIfHeld(ParkedRow.Key key, ActionRequest request) {
        rows.find(key)
                .filter(row -> row.progress() instanceof Progress.Held)
                .ifPresent(_ -> send(key, request));
    }

    private void send(ParkedRow.Key key, ActionRequest request) {
        progress(key, new Progress.Requested(request.action()));
        bench.ask(
                ops -> ops.act(request),
                result -> answered(key, result),
                trouble -> failed(key, request, trouble));
    }

    private void answered(ParkedRow.Key key, ActionResult result) {
        String sentence = result.sentence();
        ParkedAction action = result.action();
        switch (result.state()) {
            case ACCEPTED ->
                    rows.change(
                            key,
                            row ->
                                    row.progress().isOver()
                                            ? row
                                            : row.with(new Progress.Accepted(action, sentence)));
            case DONE -> {
                progress(key, new Progress.Done(action, sentence));
                bench.notices().good(Words.past(action) + ": " + sentence);
                leaveSoon(key);
            }
            case REFUSED -> {
                progress(key, new Progress.Refused(action, sentence));
                bench.notices().bad(sentence);
            }
        }
    }

    private void failed(ParkedRow.Key key, ActionRequest request, GatewayTrouble trouble) {
        String sentence = trouble.sentence();
        progress(
                key,
                trouble.leavesDoubt()
                        ? new Progress.Unsure(request.action(), sentence, request.idempotencyKey())
                        : new Progress.Refused(request.action(), sentence));
        bench.notices().bad(sentence);
        if (trouble instanceof GatewayTrouble.Refused) {
            reload.run(); // it has moved on: show the version that a new decision must rest on
        }
    }

    private void leaveSoon(ParkedRow.Key key) {
        Subscription _ = bench.pulse().after(OVER_STAYS, () -> over.accept(key));
    }

    private void progress(ParkedRow.Key key, Progress next) {
        rows.change(key, row -> row.with(next));
    }

    private static Progress ending(Progress before, Parked item) {
        return switch (before) {
            case Progress.Accepted(var action, _) -> new Progress.Done(action, Words.closed(item));
            case Progress.Requested(var action) -> new Progress.Done(action, Words.closed(item));
            case Progress.Unsure(var action, _, _) -> new Progress.Done(action, Words.closed(item));
            case Progress.Done done -> done;
            case Progress.None(), Progress.Held(_), Progress.Refused(_, _), Progress.Closed(_) ->
                    new Progress.Closed(Words.closed(item));
        };
    }

    private String judge(ParkedRow row, ParkedAction action) {
        if (!bench.link().blockedProperty().get().isEmpty()) {
            return bench.link().blockedProperty().get();
        }
        if (row.progress().isUnderWay()) {
            return "An action is under way.";
        }
        if (row.progress().isOver()) {
            return "It is no longer open.";
        }
        return row.item().actions().contains(action)
                ? ""
                : "The gateway does not offer this for this item.";
    }

    private ReadOnlyStringWrapper wrapper(ParkedAction action) {
        return whyNot.computeIfAbsent(action, _ -> new ReadOnlyStringWrapper());
    }
}
