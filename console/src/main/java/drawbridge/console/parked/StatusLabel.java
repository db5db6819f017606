package drawbridge.console.parked;

import drawbridge.console.shell.Nodes;

import javafx.scene.control.Label;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// How far an action has come: icon, word and colour.
final class StatusLabel extends Label {

    StatusLabel(Progress progress) {
        super(Words.status(progress));
        setGraphic(Nodes.icon(icon(progress)));
        getStyleClass().addAll("status", style(progress));
    }

    static Ikon icon(Progress progress) {
        return switch (progress) {
            case Progress.None() -> Feather.CIRCLE;
            case Progress.Held(_) -> Feather.CORNER_UP_LEFT;
            case Progress.Requested(_) -> Feather.SEND;
            case Progress.Accepted(_, _) -> Feather.LOADER;
            case Progress.Done(_, _) -> Feather.CHECK_CIRCLE;
            case Progress.Refused(_, _) -> Feather.X_CIRCLE;
            case Progress.Unsure(_, _, _) -> Feather.HELP_CIRCLE;
            case Progress.Closed(_) -> Feather.USER_CHECK;
        };
    }

    static String style(Progress progress) {
        return switch (progress) {
            case Progress.None() -> "status-open";
            case Progress.Held(_), Progress.Requested(_), Progress.Accepted(_, _) -> "status-busy";
            case Progress.Done(_, _), Progress.Closed(_) -> "status-good";
            case Progress.Refused(_, _), Progress.Unsure(_, _, _) -> "status-bad";
        };
    }
}
