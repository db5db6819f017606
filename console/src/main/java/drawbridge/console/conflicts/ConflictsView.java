package drawbridge.console.conflicts;

import atlantafx.base.theme.Styles;

import drawbridge.console.parked.ActionButton;
import drawbridge.console.parked.DetailParts;
import drawbridge.console.parked.MasterDetail;
import drawbridge.console.parked.ParkedRow;
import drawbridge.console.parked.ParkedViewModel;
import drawbridge.console.shell.EmptyWords;
import drawbridge.console.shell.Nodes;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The list of conflicts, and the three values of the one that is selected: what both last agreed
/// on, what Acme holds, what the app holds.
public final class ConflictsView {

    private final ParkedViewModel model;
    private final DetailParts parts;

    private ConflictsView(ParkedViewModel model, DetailParts parts) {
        this.model = model;
        this.parts = parts;
    }

    /// The screen.
    public static Node of(ParkedViewModel model, Workbench bench) {
        var look = look(model);
        var view = new ConflictsView(model, new DetailParts(model, bench, look));
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
                Map.of(
                        KeyCode.DIGIT2,
                        () -> model.act(ParkedAction.KEEP_ACME),
                        KeyCode.NUMPAD2,
                        () -> model.act(ParkedAction.KEEP_ACME),
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
        var keepAcme = keep("keep-acme", ParkedAction.KEEP_ACME, "Keep Acme's", "2");
        var keepApp = keep("keep-app", ParkedAction.KEEP_APP, "Keep the app's", "3");
        var acme = card("Acme holds", "value.acme", Parked::acmeValue, "side-differs");
        acme.getChildren().add(keepAcme);
        var app = card("The app holds", "value.app", Parked::appValue, "side-differs");
        app.getChildren().add(keepApp);
        var base = card("When they last agreed", "value.base", Parked::baseValue, "side-base");
        return parts.detail(
                parts.sentence(),
                List.of(deletes(), acme, app, base),
                ParkedAction.KEEP_ACME,
                DetailParts.section("History", parts.loaded(DetailParts::history)));
    }

    /// For deletes that wait: all of them, by one word.
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

    private static boolean asksAboutDeletes(ParkedRow row) {
        return row.item().actions().contains(ParkedAction.APPROVE);
    }

    private ActionButton keep(String id, ParkedAction action, String words, String key) {
        var keep = parts.button(id, action, words, key, Feather.CHECK);
        keep.getStyleClass().add(Styles.SMALL);
        return keep;
    }

    private VBox card(
            String name, String id, Function<Parked, @Nullable String> value, String style) {
        var title = new Label(name);
        title.getStyleClass().add("side-name");
        var shown = parts.words(id, item -> shown(value.apply(item)));
        shown.getStyleClass().add("side-value");
        var card = new VBox(title, shown);
        card.getStyleClass().addAll("side-card", style);
        return card;
    }

    private static String dispute(Parked item) {
        return item.group() == null ? item.reason() : item.group();
    }

    private static String shown(@Nullable String value) {
        return value == null || value.isEmpty() ? "– (nothing)" : value;
    }
}
