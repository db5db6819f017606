package drawbridge.console.overview;

import drawbridge.console.overview.OverviewViewModel.Tile;
import drawbridge.console.shell.Nodes;
import drawbridge.console.shell.Workbench;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Headline, tiles, chart, lists.
public final class OverviewView {

    /// Where the tiles lead that leave this screen.
    public record Ways(Runnable toConflicts, Runnable toDeadLetters) {}

    private final OverviewViewModel model;
    private final Ways ways;
    private final OverviewLists lists;

    private OverviewView(OverviewViewModel model, Workbench bench, Ways ways) {
        this.model = model;
        this.ways = ways;
        this.lists = new OverviewLists(model, bench);
    }

    /// The screen.
    public static Node of(OverviewViewModel model, Workbench bench, Ways ways) {
        return new OverviewView(model, bench, ways).build();
    }

    private Node build() {
        var tiles =
                new HBox(
                        10,
                        tile(Tile.WAITING, "Waiting", Feather.CLOCK, lists::showWaiting),
                        tile(Tile.OLDEST, "Oldest waiting", Feather.WATCH, lists::showWaiting),
                        tile(Tile.CONFLICTS, "Conflicts", Feather.GIT_MERGE, ways.toConflicts()),
                        tile(Tile.DEAD, "Dead letters", Feather.INBOX, ways.toDeadLetters()),
                        tile(Tile.BREAKERS, "Open breakers", Feather.ZAP_OFF, lists::showBreakers));
        var chart = new ThroughputChart(model.throughput());
        chart.getStyleClass().addAll("card", "dims");
        VBox.setVgrow(chart, Priority.ALWAYS);
        VBox.setVgrow(lists, Priority.ALWAYS);
        tiles.getStyleClass().add("dims");
        lists.getStyleClass().add("dims");
        var screen = new VBox(headline(), tiles, chart, lists);
        screen.getStyleClass().add("screen");
        screen.setId("overview");
        return screen;
    }

    private HBox headline() {
        var icon = new FontIcon(Feather.CHECK_CIRCLE);
        var words = Nodes.wrapped("");
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setId("overview.headline");
        words.getStyleClass().add("headline");
        words.textProperty().bind(model.headlineProperty());
        var row = new HBox(10, icon, words);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("headline-row");
        model.toneProperty()
                .subscribe(
                        tone -> {
                            row.getStyleClass().removeAll("watch", "hurt");
                            icon.setIconCode(
                                    switch (tone) {
                                        case CALM -> Feather.CHECK_CIRCLE;
                                        case WATCH -> Feather.ALERT_CIRCLE;
                                        case HURT -> Feather.ALERT_TRIANGLE;
                                    });
                            switch (tone) {
                                case CALM -> {}
                                case WATCH -> row.getStyleClass().add("watch");
                                case HURT -> row.getStyleClass().add("hurt");
                            }
                        });
        return row;
    }

    private TileView tile(Tile tile, String title, Feather icon, Runnable go) {
        String id =
                switch (tile) {
                    case WAITING -> "overview.tile.waiting";
                    case OLDEST -> "overview.tile.oldest";
                    case CONFLICTS -> "overview.tile.conflicts";
                    case DEAD -> "overview.tile.dead-letters";
                    case BREAKERS -> "overview.tile.breakers";
                };
        String leadsTo =
                switch (tile) {
                    case WAITING, OLDEST -> "Show what waits";
                    case CONFLICTS -> "Show the conflicts";
                    case DEAD -> "Show the dead letters";
                    case BREAKERS -> "Show the open breakers";
                };
        return new TileView(id, title, icon, leadsTo, model.tile(tile), go);
    }
}
