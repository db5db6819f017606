package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.nasty.OldApi;
import drawbridge.sandbox.traffic.Side.Told;
import drawbridge.sandbox.world.Account;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The people of one account at work. Each deed is noted before it is done, and its answer after.
final class Crowd {

    private final Account account;
    private final Side acme;
    private final Side app;
    private final TrafficLedger ledger;
    private final Whim whim;
    private final Forger forger;
    private final People people;
    private final Board board;
    private final Touches touches;
    private final SeriesDeeds series;
    private int deletes;
    private int bad;
    private int waiting;

    Crowd(
            Account account,
            Side acme,
            Side app,
            TrafficLedger ledger,
            Whim whim,
            Forger forger,
            int deletes) {
        this.account = account;
        this.acme = acme;
        this.app = app;
        this.ledger = ledger;
        this.whim = whim;
        this.forger = forger;
        this.deletes = deletes;
        this.people = new People(account.account(), acme, app);
        this.board = new Board(account.account());
        this.touches = new Touches(account.account(), acme, ledger, whim, people);
        this.series = new SeriesDeeds(whim, board, new Acts());
    }

    People people() {
        return people;
    }

    Future<Void> look() {
        return Future.join(board.look(acme), board.look(app)).mapEmpty();
    }

    /// How many deeds have no answer yet.
    int waiting() {
        return waiting;
    }

    void act(Deed drawn) {
        var deed = isOld() ? drawn.old() : drawn;
        var side = whim.below(2) == 0 ? acme : app;
        switch (deed) {
            case CREATE_IN_ACME -> create(acme, "create", title(), whim.slot(), place());
            case CREATE_IN_APP -> create(app, "create", title(), whim.slot(), place());
            case RETITLE -> edit(side, "retitle", this::retitled);
            case MOVE -> editOnce(side, "move", this::moved);
            case LENGTHEN -> editOnce(side, "lengthen", this::lengthened);
            case STATE -> edit(side, "state", this::restated);
            case PLACE -> edit(side, "place", (on, _, _) -> on.words().place(whim.place()));
            case DELETE -> delete(side);
            case RENAME_CONTACT -> renameContact();
            case ALL_DAY ->
                    editOnce(side, "all-day", (on, _, _) -> on.words().move(whim.allDay(1)));
            case CREATE_SERIES -> series.create(side);
            case CANCEL_ONE -> series.cancelOne(side);
            case MOVE_ONE -> series.moveOne(side);
            case THIS_AND_FOLLOWING -> series.split(side);
            case LOG -> noted(touches.log());
            case EDIT_LOG -> noted(touches.edit());
            case DELETE_LOG -> noted(touches.delete());
            case EDIT_BOTH_APART -> editBoth("both-apart", this::retitled, this::moved);
            case EDIT_BOTH_ALIKE -> editBoth("both-alike", this::retitled, this::retitled);
            case BAD_RECORD -> badRecord();
            case FORGE_DELIVERY -> forger.forge(account, some(acme));
        }
    }

    /// Whether the gateway reaches the account by Acme's old API alone.
    private boolean isOld() {
        return OldApi.isMeantBy(account);
    }

    /// The fields of an edit, made from the record as it is now.
    private interface Edit {
        ObjectNode of(Side side, int number, JsonNode record);
    }

    private ObjectNode retitled(Side side, int number, JsonNode record) {
        return side.words().retitle(whim.title(number));
    }

    private ObjectNode moved(Side side, int number, JsonNode record) {
        return side.words().move(whim.moved(side.words().slot(record)));
    }

    private ObjectNode lengthened(Side side, int number, JsonNode record) {
        return side.words().move(whim.longer(side.words().slot(record)));
    }

    private ObjectNode restated(Side side, int number, JsonNode record) {
        return side.words().state(whim.one(side.words().states()));
    }

    private String title() {
        return whim.title(board.nextNumber());
    }

    private String place() {
        return whim.below(2) == 0 ? "" : whim.place();
    }

    private Optional<JsonNode> some(Side side) {
        var living = board.living(side);
        return living.isEmpty() ? Optional.empty() : board.record(side, whim.one(living));
    }

    private void create(Side side, String op, String title, Slot slot, String place) {
        create(side, op, fields(side, title, slot, place));
    }

    private ObjectNode fields(Side side, String title, Slot slot, String place) {
        var owners = side.equals(acme) ? people.users : people.members;
        var owner = whim.one(List.copyOf(owners.values()));
        var contact = side.equals(acme) && whim.below(5) > 0 ? whim.one(people.contacts) : "";
        return side.words().create(owner, contact, title, slot, place);
    }

    private void create(Side side, String op, ObjectNode fields) {
        var intent = ledger.intend(account.account(), side, op, "", fields);
        noted(side, intent, "", side.post(account.account(), side.words().path(), fields));
    }

    private void edit(Side side, String op, Edit edit) {
        var living = board.living(side);
        if (living.isEmpty()) {
            create(side, "create", title(), whim.slot(), place());
        } else {
            edit(side, op, whim.one(living), edit);
        }
    }

    /// An edit of the time, which is another one for a series.
    private void editOnce(Side side, String op, Edit edit) {
        var living = once(side);
        if (living.isEmpty()) {
            create(side, "create", title(), whim.slot(), place());
        } else {
            edit(side, op, whim.one(living), edit);
        }
    }

    private List<Integer> once(Side side) {
        return board.living(side).stream()
                .filter(
                        number ->
                                board.record(side, number)
                                        .filter(record -> side.words().series(record).isEmpty())
                                        .isPresent())
                .toList();
    }

    private final class Acts implements SeriesDeeds.Acts {

        @Override
        public void create(Side side, String op, Slot slot, int times) {
            var fields = fields(side, title(), slot, place());
            Crowd.this.create(side, op, side.words().weekly(fields, slot, times));
        }

        @Override
        public void edit(Side side, String op, JsonNode record, ObjectNode fields) {
            patch(side, op, side.words().path(), record.path("id").asText(), fields);
        }
    }

    private void edit(Side side, String op, int number, Edit edit) {
        var record = board.record(side, number).orElseThrow();
        var id = record.path("id").asText();
        patch(side, op, side.words().path(), id, edit.of(side, number, record));
    }

    private void patch(Side side, String op, String path, String id, ObjectNode fields) {
        var intent = ledger.intend(account.account(), side, op, id, fields);
        noted(side, intent, id, side.patch(account.account(), path + "/" + id, fields));
    }

    private void editBoth(String op, Edit inAcme, Edit inApp) {
        var both = once(acme).stream().filter(n -> board.record(app, n).isPresent()).toList();
        if (both.isEmpty()) {
            edit(acme, "retitle", inAcme);
            return;
        }
        int number = whim.one(both);
        edit(acme, op, number, inAcme);
        edit(app, op, number, inApp);
    }

    private void delete(Side side) {
        var living = board.living(side);
        if (deletes <= 0 || living.size() < 5) {
            edit(side, "retitle", this::retitled);
            return;
        }
        deletes--;
        int number = whim.one(living);
        var id = board.record(side, number).orElseThrow().path("id").asText();
        board.forget(side, number);
        var intent = ledger.intend(account.account(), side, "delete", id, fields());
        noted(side, intent, id, side.delete(account.account(), side.words().path() + "/" + id));
    }

    private void renameContact() {
        var fields = fields().put("last_name", Integer.toString(1_000 + whim.below(1_000)));
        patch(acme, "rename-contact", "/api/v2/contacts", whim.one(people.contacts), fields);
    }

    /// Good on the side where it is made, but the other side must refuse it.
    private void badRecord() {
        int number = board.nextNumber();
        switch (bad++ % 3) {
            case 0 -> create(acme, "bad-title", whim.longTitle(number), whim.slot(), "");
            case 1 -> {
                if (isOld()) {
                    create(app, "bad-title", whim.title(number) + " *", whim.slot(), "");
                } else {
                    create(app, "bad-days", whim.title(number), whim.allDay(3), "");
                }
            }
            default -> create(acme, "bad-place", whim.title(number), whim.slot(), whim.longPlace());
        }
    }

    /// Makes enough appointments in Acme for a mass delete to find.
    void fill() {
        for (int i = board.living(acme).size(); i < MassDelete.MANY; i++) {
            create(acme, "create", title(), whim.slot(), place());
        }
    }

    /// Deletes a screenful of appointments in Acme at once, if there are so many.
    ///
    /// @param crossed only those that are in the app, too
    boolean massDelete(boolean crossed) {
        var living =
                board.living(acme).stream()
                        .filter(number -> !crossed || board.record(app, number).isPresent())
                        .toList();
        if (living.size() < MassDelete.MANY) {
            return false;
        }
        var ids = new ArrayList<String>();
        for (int number : living.subList(0, MassDelete.MANY)) {
            ids.add(board.record(acme, number).orElseThrow().path("id").asText());
            board.forget(acme, number);
        }
        waiting++;
        new MassDelete(account.account(), acme, ledger).delete(ids).onComplete(_ -> waiting--);
        return true;
    }

    private void noted(Touches.Begun deed) {
        noted(acme, deed.intent(), deed.id(), deed.call());
    }

    private void noted(Side side, String intent, String id, Future<Told> call) {
        waiting++;
        call.onComplete(
                done -> {
                    waiting--;
                    Optional<Told> told =
                            done.succeeded() ? Optional.of(done.result()) : Optional.empty();
                    Optional<JsonNode> record =
                            told.filter(Told::well).map(Told::body).filter(JsonNode::isObject);
                    ledger.acknowledge(intent, told.map(Told::status), record);
                    record.ifPresent(seen -> board.see(side, seen));
                    if (told.filter(answer -> answer.status() == 404 || answer.status() == 410)
                            .isPresent()) {
                        board.gone(side, id);
                    }
                });
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }
}
