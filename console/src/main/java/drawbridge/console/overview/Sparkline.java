package drawbridge.console.overview;

import javafx.scene.layout.Pane;
import javafx.scene.shape.Polyline;

import java.util.List;

/// A trend as a thin line, as wide as its room.
final class Sparkline extends Pane {

    private final Polyline line = new Polyline();
    private List<Long> values = List.of();

    Sparkline() {
        line.getStyleClass().add("sparkline");
        line.setManaged(false);
        getChildren().add(line);
        setMinHeight(22);
        setPrefHeight(22);
        setMouseTransparent(true);
    }

    void show(List<Long> trend) {
        values = trend;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        line.getPoints().clear();
        if (values.size() < 2) {
            return;
        }
        long low = values.stream().mapToLong(Long::longValue).min().orElse(0);
        long high = values.stream().mapToLong(Long::longValue).max().orElse(0);
        double span = Math.max(1, high - low);
        double step = getWidth() / (values.size() - 1);
        double room = getHeight() - 4;
        for (int i = 0; i < values.size(); i++) {
            double y =
                    high == low ? getHeight() - 2 : 2 + room * (1 - (values.get(i) - low) / span);
            line.getPoints().addAll(i * step, y);
        }
    }
}
