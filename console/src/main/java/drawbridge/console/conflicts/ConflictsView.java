package drawbridge.console.conflicts;

import atlantafx.base.theme.Styles;

import drawbridge.console.parked.ActionButton;
import drawbridge.console.parked.DetailParts;
import drawbridge.console.parked.MasterDetail;
import drawbridge.console.parked.ParkedRow;
import drawbridge.console.parked.ParkedViewModel;
import drawbridge.console.parked.PreviewLine;
import drawbridge.console.parked.Progress;
import drawbridge.console.shell.EmptyWords;
import drawbridge.console.shell.Nodes;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The list of conflicts; of the selected one four columns: what both last agreed on, what Acme
/// holds, what the app holds, and what both will hold.
public final class ConflictsView {

    private final DetailParts parts;
    private final ParkedViewModel model;

    private ConflictsView(DetailParts parts, ParkedViewModel model) {
        this.parts = parts;
        this.model = model;
    }

    /// The screen.
    public static Node of(ParkedViewModel model, Workbench bench) {
        var look = look(model);
        var view = new ConflictsView(new DetailParts(model, bench, look), model);
        return MasterDetail.of(model, bench, look, view.detail());
    }

    private static MasterDetail.Look look(ParkedViewModel model) {
        return new MasterDetail.Look(
                "conflicts",
                "Conflicts",
                Feather.CHECK_CIRCLE,
                new EmptyWords(
                        "No conflicts",
                        "Wherever both sides changed the same, it has been settled."),
                "In dispute",
                ConflictsView::dispute,
                0.56,
                Map.of(
                        KeyCode.DIGIT2,
                        () -> model.act(ParkedAction.KEEP_ACME),
                        KeyCode.NUMPAD2,
                        () -> model.act(ParkedAction.KEEP_ACME),
                        KeyCode.B,
                        () -> model.act(ParkedAction.RESTORE),
                        KeyCode.DIGIT3,
                        () -> model.act(ParkedAction.KEEP_APP),
                        KeyCode.NUMPAD3,
                        () -> model.act(ParkedAction.KEEP_APP),
                        KeyCode.A,
                        () -> model.act(ParkedAction.APPROVE),
                        KeyCode.R,
                        () -> model.act(ParkedAction.REJECT)));
    }

    private VBox detail() {
        var sides =
                new SideBySide(
                        card(
                                "Last agreed",
                                "value.base",
                                item -> shown(item.baseValue()),
                                "side-base"),
                        card("Acme", "value.acme", item -> shown(item.acmeValue()), "side-differs"),
                        card(
                                "The app",
                                "value.app",
                                item -> shown(item.appValue()),
                                "side-differs"),
                        result());
        model.selectedProperty()
                .subscribe(
                        row ->
                                Nodes.present(
                                        sides, row.filter(ConflictsView::hasValues).isPresent()));
        var keepAcme = keep("keep-acme", ParkedAction.KEEP_ACME, "Keep Acme's", "2");
        var keepApp = keep("keep-app", ParkedAction.KEEP_APP, "Keep the app's", "3");
        var lookAcme = look("look-acme", ParkedAction.KEEP_ACME, "Preview Acme's");
        var lookApp = look("look-app", ParkedAction.KEEP_APP, "Preview the app's");
        var keeps = new FlowPane(8, 6, keepAcme, keepApp, restore());
        var looks = new HBox(8, lookAcme, lookApp);
        model.selectedProperty()
                .subscribe(
                        row -> {
                            boolean asks = row.filter(ConflictsView::asksAboutDeletes).isPresent();
                            Nodes.present(keeps, !asks);
                            Nodes.present(looks, !asks);
                        });
        return parts.detail(
                parts.sentence(),
                List.of(
                        deletes(),
                        sides,
                        keeps,
                        looks,
                        new PreviewLine(model.preview(), "conflicts.preview")),
                List.of(ParkedAction.KEEP_ACME, ParkedAction.APPROVE),
                DetailParts.section("History", parts.loaded(DetailParts::history)));
    }

    /// For deletes that wait: all of them, by one word. There is no value to keep then.
    private Node deletes() {
        var approve = parts.button("approve", ParkedAction.APPROVE, "Approve", "A", Feather.CHECK);
        var reject = parts.button("reject", ParkedAction.REJECT, "Reject", "R", Feather.X);
        var both = new HBox(9, approve, reject);
        model.selectedProperty()
                .subscribe(
                        row ->
                                Nodes.present(
                                        both,
                                        row.filter(ConflictsView::asksAboutDeletes).isPresent()));
        return both;
    }

    /// A deleted record against an edited one, or a delete that is asked about, has none.
    private static boolean hasValues(ParkedRow row) {
        var item = row.item();
        return item.baseValue() != null || item.acmeValue() != null || item.appValue() != null;
    }

    private static boolean asksAboutDeletes(ParkedRow row) {
        return row.item().actions().contains(ParkedAction.APPROVE);
    }

    private ActionButton keep(String id, ParkedAction action, String words, String key) {
        var keep = parts.button(id, action, words, key, Feather.CHECK);
        keep.getStyleClass().add(Styles.SMALL);
        return keep;
    }

    /// Shown for what was decided.
    private ActionButton restore() {
        var restore =
                parts.button(
                        "restore",
                        ParkedAction.RESTORE,
                        "Put back what lost",
                        "B",
                        Feather.CORNER_UP_LEFT);
        restore.getStyleClass().add(Styles.SMALL);
        model.decidedProperty().subscribe(now -> Nodes.present(restore, now));
        return restore;
    }

    private Button look(String id, ParkedAction action, String words) {
        var look = new Button(words, Nodes.icon(Feather.EYE));
        look.getStyleClass().addAll(Styles.SMALL, Styles.FLAT);
        look.setMinWidth(Region.USE_PREF_SIZE);
        look.setTooltip(new Tooltip("What would be written, with nothing done"));
        look.setOnAction(_ -> model.look(action, null));
        return Nodes.named(look, "conflicts." + id, words);
    }

    private VBox card(String name, String id, Function<Parked, String> value, String style) {
        return card(name, parts.words(id, value), style);
    }

    private static VBox card(String name, Label shown, String style) {
        var title = new Label(name);
        title.getStyleClass().add("side-name");
        title.setMinWidth(Region.USE_PREF_SIZE);
        shown.getStyleClass().add("side-value");
        var card = new VBox(title, shown);
        card.setMaxHeight(Double.MAX_VALUE);
        card.getStyleClass().addAll("side-card", style);
        return card;
    }

    /// What both will hold: nobody knows before somebody decides.
    private VBox result() {
        var shown = Nodes.wrapped("");
        shown.setId("conflicts.value.result");
        model.selectedProperty()
                .subscribe(row -> shown.setText(row.map(ConflictsView::outcome).orElse("")));
        return card("Result", shown, "side-result");
    }

    private static String outcome(ParkedRow row) {
        return switch (row.progress()) {
            case Progress.Held(var action) -> outcome(row.item(), action);
            case Progress.Requested(var action) -> outcome(row.item(), action);
            case Progress.Accepted(var action, _) -> outcome(row.item(), action);
            case Progress.Done(var action, _) -> outcome(row.item(), action);
            case Progress.None(),
                    Progress.Refused(_, _),
                    Progress.Unsure(_, _, _),
                    Progress.Closed(_) ->
                    "undecided";
        };
    }

    private static String outcome(Parked item, ParkedAction action) {
        return switch (action) {
            case KEEP_ACME -> shown(item.acmeValue());
            case KEEP_APP -> shown(item.appValue());
            case REPLAY, EDIT, DISCARD, APPROVE, REJECT, RESTORE -> "undecided";
        };
    }

    private static String dispute(Parked item) {
        return item.group() == null ? item.reason().replace('-', ' ') : item.group();
    }

    private static String shown(@Nullable String value) {
        return value == null || value.isEmpty() ? "– (nothing)" : value;
    }
}
