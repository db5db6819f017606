package drawbridge.console.conflicts;

import atlantafx.base.theme.Styles;

import drawbridge.console.parked.ActionButton;
import drawbridge.console.parked.DetailParts;
import drawbridge.console.parked.MasterDetail;
import drawbridge.console.parked.ParkedRow;
import drawbridge.console.parked.ParkedViewModel;
import drawbridge.console.shell.EmptyWords;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

import java.util.Map;
import java.util.function.Function;

/// The list of conflicts, and the three values of the one that is selected: what both last agreed
/// on, what Acme holds, what the app holds.
public final class ConflictsView {

    private final ParkedViewModel model;
    private final DetailParts parts;

    private ConflictsView(ParkedViewModel model, Workbench bench) {
        this.model = model;
        this.parts = new DetailParts(model, bench);
    }

    /// The screen.
    public static Node of(ParkedViewModel model, Workbench bench) {
        var view = new ConflictsView(model, bench);
        var look =
                new MasterDetail.Look(
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
                                () -> model.act(ParkedAction.KEEP_APP)));
        return MasterDetail.of(model, bench, look, view.detail());
    }

    private VBox detail() {
        var title = parts.words("conflicts.detail.title", ConflictsView::title);
        title.getStyleClass().add("detail-title");
        var keepAcme =
                new ActionButton(model, ParkedAction.KEEP_ACME, "Keep Acme's", "2", Feather.CHECK)
                        .as("conflicts.keep-acme");
        var keepApp =
                new ActionButton(model, ParkedAction.KEEP_APP, "Keep the app's", "3", Feather.CHECK)
                        .as("conflicts.keep-app");
        keepAcme.getStyleClass().add(Styles.SMALL);
        keepApp.getStyleClass().add(Styles.SMALL);
        var box =
                new VBox(
                        title,
                        parts.words("conflicts.detail.sentence", Parked::sentence),
                        parts.progress("conflicts.progress"),
                        side("Acme holds", "conflicts.value.acme", Parked::acmeValue, keepAcme),
                        side("The app holds", "conflicts.value.app", Parked::appValue, keepApp),
                        base(),
                        parts.whyNot("conflicts.why-not", ParkedAction.KEEP_ACME),
                        parts.reason("conflicts.reason"));
        box.getChildren().addAll(DetailParts.section("Facts", parts.facts()));
        box.getChildren()
                .addAll(DetailParts.section("History", parts.loaded(DetailParts::history)));
        return box;
    }

    private VBox side(
            String name, String id, Function<Parked, @Nullable String> value, ActionButton keep) {
        var title = new Label(name);
        title.getStyleClass().add("side-name");
        var shown = parts.words(id, item -> shown(value.apply(item)));
        shown.getStyleClass().add("side-value");
        var card = new VBox(title, shown, keep);
        card.getStyleClass().addAll("side-card", "side-differs");
        return card;
    }

    private VBox base() {
        var title = new Label("When they last agreed");
        title.getStyleClass().add("side-name");
        var shown = parts.words("conflicts.value.base", item -> shown(item.baseValue()));
        shown.getStyleClass().add("side-value");
        var card = new VBox(title, shown);
        card.getStyleClass().addAll("side-card", "side-base");
        return card;
    }

    private static String title(Parked item) {
        return ParkedRow.recordName(item) + " · " + dispute(item);
    }

    private static String dispute(ParkedRow row) {
        return dispute(row.item());
    }

    private static String dispute(Parked item) {
        return item.group() == null ? item.reason() : item.group();
    }

    private static String shown(@Nullable String value) {
        return value == null || value.isEmpty() ? "– (nothing)" : value;
    }
}
