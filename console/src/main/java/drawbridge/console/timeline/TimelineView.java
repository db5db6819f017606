package drawbridge.console.timeline;

import drawbridge.console.shell.Ages;
import drawbridge.console.shell.EmptyWords;
import drawbridge.console.shell.Load;
import drawbridge.console.shell.LoadPane;
import drawbridge.console.shell.Nodes;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Found;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Standing;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.TimelineEntry;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

import java.time.Duration;
import java.time.Instant;

/// A field for an id; below it how the record stands, and its story, the newest first. Long silence
/// is squeezed to a line.
public final class TimelineView {

    private static final Duration GAP = Duration.ofMinutes(10);

    private final TimelineViewModel model;
    private final Workbench bench;

    private TimelineView(TimelineViewModel model, Workbench bench) {
        this.model = model;
        this.bench = bench;
    }

    /// The screen.
    public static Node of(TimelineViewModel model, Workbench bench) {
        return new TimelineView(model, bench).build();
    }

    private Node build() {
        var standings = new VBox(8);
        standings.setId("timeline.standings");
        var lines = new VBox(2);
        lines.setId("timeline.lines");
        var content = new VBox(12, standings, lines);
        content.getStyleClass().add("detail");
        model.storyProperty()
                .subscribe(
                        load -> {
                            standings.getChildren().clear();
                            if (load instanceof Load.Ready(var timeline)) {
                                timeline.standings()
                                        .forEach(each -> standings.getChildren().add(card(each)));
                                if (timeline.cut()) {
                                    standings
                                            .getChildren()
                                            .add(Nodes.muted("Older lines are left out."));
                                }
                            }
                        });
        model.entries().addListener((ListChangeListener<TimelineEntry>) _ -> fill(lines));
        var scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("detail-scroll");
        Nodes.named(scroll, "timeline.story", "The story of the record");
        var pane =
                new LoadPane<Timeline>(
                        model.storyProperty(),
                        bench.link(),
                        scroll,
                        Feather.SEARCH,
                        new EmptyWords(
                                "Which record?",
                                "Type the id that a system gave it, or the id of a change, and press"
                                        + " Enter."));
        pane.getStyleClass().add("dims");
        VBox.setVgrow(pane, Priority.ALWAYS);
        var screen = new VBox(header(), pane);
        screen.getStyleClass().add("screen");
        screen.setId("timeline");
        screen.addEventHandler(
                KeyEvent.KEY_PRESSED,
                key -> {
                    if (key.getCode() == KeyCode.F5) {
                        model.reload();
                    }
                });
        return screen;
    }

    private HBox header() {
        var title = new Label("Timeline");
        title.getStyleClass().add("screen-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        var field = new TextField();
        field.setPromptText("apt_17, 4711, a change's id");
        field.setPrefWidth(220);
        field.textProperty().bindBidirectional(model.wantedProperty());
        field.setOnAction(_ -> model.search());
        Nodes.named(field, "timeline.wanted", "Id of the record");
        var search = new Button("Search", Nodes.icon(Feather.SEARCH));
        search.setMinWidth(Region.USE_PREF_SIZE);
        search.setOnAction(_ -> model.search());
        search.setTooltip(new Tooltip("Search  (Enter)"));
        Nodes.named(search, "timeline.search", "Search");
        var trouble = new CheckBox("Only trouble");
        trouble.setMinWidth(Region.USE_PREF_SIZE);
        trouble.selectedProperty().bindBidirectional(model.onlyTroubleProperty());
        Nodes.named(trouble, "timeline.only-trouble", "Show only what went wrong");
        var reload =
                Nodes.iconOnly(
                        new Button(), Feather.REFRESH_CW, "timeline.reload", "Load again (F5)");
        reload.setOnAction(_ -> model.reload());
        var header = new HBox(10, title, field, search, several(), Nodes.spring(), trouble, reload);
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    /// Which of several records is meant; away while there is but one.
    private Node several() {
        var choice = new ComboBox<Found>();
        choice.setItems(model.found());
        choice.setConverter(
                new javafx.util.StringConverter<>() {
                    @Override
                    public String toString(@Nullable Found found) {
                        return found == null ? "" : found.tenant() + " · " + name(found.record());
                    }

                    @Override
                    public @Nullable Found fromString(String text) {
                        return null;
                    }
                });
        choice.setPrefWidth(240);
        choice.setOnAction(
                _ -> {
                    Found found = choice.getValue();
                    if (found != null) {
                        model.choose(found);
                    }
                });
        Nodes.named(choice, "timeline.several", "Several records have this id: choose one");
        Nodes.present(choice, false);
        model.found()
                .addListener(
                        (ListChangeListener<Found>)
                                _ -> Nodes.present(choice, model.found().size() > 1));
        return choice;
    }

    private static Node card(Standing standing) {
        var status = new Label(standing.status().word());
        status.getStyleClass().addAll("standing", tone(standing));
        status.setMinWidth(Region.USE_PREF_SIZE);
        var flow = new Label(standing.flow() + " of " + standing.tenant());
        flow.getStyleClass().add("side-name");
        var ids = Nodes.muted("Acme: " + id(standing.acme()) + "   The app: " + id(standing.app()));
        var top = new HBox(10, status, flow, Nodes.spring(), ids);
        top.setAlignment(Pos.CENTER_LEFT);
        var why = Nodes.wrapped(standing.why());
        var card = new VBox(6, top, why);
        card.getStyleClass().add("card");
        return card;
    }

    private static String tone(Standing standing) {
        return switch (standing.status()) {
            case DEAD, HELD -> "standing-bad";
            case IN_DOUBT, SUSPENDED, WAITING -> "standing-watch";
            case WRITING, DIRTY -> "standing-busy";
            case IN_SYNC, TOMBSTONE, UNLINKED -> "standing-good";
        };
    }

    private void fill(VBox lines) {
        lines.getChildren().clear();
        Instant later = Instant.MIN;
        for (TimelineEntry entry : model.entries()) {
            Duration gap =
                    later.equals(Instant.MIN) ? Duration.ZERO : Duration.between(entry.at(), later);
            if (gap.compareTo(GAP) > 0) {
                var quiet = Nodes.muted("nothing for " + Ages.of(gap));
                quiet.getStyleClass().add("timeline-gap");
                lines.getChildren().add(quiet);
            }
            later = entry.at();
            lines.getChildren().add(line(entry));
        }
        if (model.entries().isEmpty() && model.storyProperty().get() instanceof Load.Ready<?>) {
            lines.getChildren().add(Nodes.muted("Nothing went wrong with it."));
        }
    }

    private static Node line(TimelineEntry entry) {
        var at = Nodes.muted(Ages.clock(entry.at()));
        at.setMinWidth(62);
        at.setTooltip(new Tooltip(Ages.exact(entry.at())));
        var icon = Nodes.icon(icon(entry));
        var word = new Label(entry.word());
        word.setMinWidth(92);
        word.setPrefWidth(92);
        word.getStyleClass().add("timeline-word");
        var sentence = Nodes.wrapped(entry.sentence());
        var said = new VBox(1, sentence);
        if (entry.detail() != null) {
            var detail = Nodes.wrapped(entry.detail());
            detail.getStyleClass().add("fact-name");
            said.getChildren().add(detail);
        }
        HBox.setHgrow(said, Priority.ALWAYS);
        var line = new HBox(10, at, icon, word, said);
        line.setAlignment(Pos.TOP_LEFT);
        line.getStyleClass().add("timeline-line");
        if (entry.trouble()) {
            line.getStyleClass().add("timeline-trouble");
        }
        return line;
    }

    private static Ikon icon(TimelineEntry entry) {
        return switch (entry.kind()) {
            case CHANGE -> Feather.DOWNLOAD;
            case OUTCOME -> entry.trouble() ? Feather.ALERT_TRIANGLE : Feather.CHECK;
            case ATTEMPT -> Feather.SEND;
            case LINK -> Feather.LINK_2;
            case PARKED -> Feather.INBOX;
            case CLOSED -> Feather.CHECK_CIRCLE;
            case ACT -> Feather.USER;
            case OTHER -> Feather.CIRCLE;
        };
    }

    private static String name(RecordId record) {
        return record.resource() + " " + record.id();
    }

    private static String id(@Nullable RecordId record) {
        return record == null ? "none" : record.id();
    }
}
