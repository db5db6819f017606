package drawbridge.console.overview;

import drawbridge.console.overview.ThroughputViewModel.Curves;
import drawbridge.console.shell.Nodes;
import drawbridge.opsapi.Direction;

import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import java.util.List;
import java.util.stream.IntStream;

/// Settled pairs a second, one line for each direction, over the last ten minutes. Points are made
/// once and moved; the chart costs little at one change a second.
final class ThroughputChart extends VBox {

    private static final int SECONDS = ThroughputViewModel.SECONDS;

    private final XYChart.Series<Number, Number> toApp = series();
    private final XYChart.Series<Number, Number> toAcme = series();
    private final NumberAxis rate = new NumberAxis(0, 5, 1);
    private final Label toAppNow = rateLabel("overview.rate.to-app");
    private final Label toAcmeNow = rateLabel("overview.rate.to-acme");

    ThroughputChart(ThroughputViewModel model) {
        super(4);
        var chart = new LineChart<>(time(), rate);
        chart.setAnimated(false);
        chart.setCreateSymbols(false);
        chart.setLegendVisible(false);
        chart.setMinHeight(90);
        chart.setPrefHeight(190);
        chart.getStyleClass().add("throughput");
        chart.getData().add(toApp);
        chart.getData().add(toAcme);
        chart.setFocusTraversable(false);
        rate.setMinorTickVisible(false);
        rate.setTickMarkVisible(false);
        VBox.setVgrow(chart, Priority.ALWAYS);
        getChildren().addAll(keys(), chart);
        model.curvesProperty().subscribe(this::show);
    }

    private HBox keys() {
        var title = new Label("Settled a second, all tenants, last 10 minutes");
        title.getStyleClass().add("section-title");
        var keys =
                new HBox(
                        7,
                        title,
                        Nodes.spring(),
                        key("key-to-app"),
                        new Label("to the app"),
                        toAppNow,
                        new Label("  "),
                        key("key-to-acme"),
                        new Label("to Acme"),
                        toAcmeNow);
        keys.setAlignment(Pos.CENTER_LEFT);
        return keys;
    }

    private void show(Curves curves) {
        put(toApp, curves.of(Direction.TO_APP));
        put(toAcme, curves.of(Direction.TO_ACME));
        toAppNow.setText(Long.toString(curves.toApp().getLast()));
        toAcmeNow.setText(Long.toString(curves.toAcme().getLast()));
        long highest =
                Math.max(
                        curves.toApp().stream().mapToLong(Long::longValue).max().orElse(0),
                        curves.toAcme().stream().mapToLong(Long::longValue).max().orElse(0));
        double step = step(highest);
        rate.setTickUnit(step);
        rate.setUpperBound(Math.max(step, Math.ceil(highest * 1.05 / step) * step));
    }

    /// A round number, so that three to five lines cover the highest value.
    private static double step(long highest) {
        double raw = Math.max(1, highest / 4.0);
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double first = raw / power;
        return power * (first <= 1 ? 1 : first <= 2 ? 2 : first <= 5 ? 5 : 10);
    }

    private static void put(XYChart.Series<Number, Number> series, List<Long> values) {
        for (int i = 0; i < values.size(); i++) {
            var point = series.getData().get(i);
            if (point.getYValue().longValue() != values.get(i)) {
                point.setYValue(values.get(i));
            }
        }
    }

    private static XYChart.Series<Number, Number> series() {
        List<XYChart.Data<Number, Number>> points =
                IntStream.rangeClosed(1 - SECONDS, 0)
                        .mapToObj(second -> new XYChart.Data<Number, Number>(second, 0))
                        .toList();
        return new XYChart.Series<>(FXCollections.observableArrayList(points));
    }

    private static NumberAxis time() {
        var axis = new NumberAxis(-SECONDS, 0, 120);
        axis.setMinorTickVisible(false);
        axis.setTickLabelFormatter(
                new StringConverter<>() {
                    @Override
                    public String toString(Number seconds) {
                        long minutes = -seconds.longValue() / 60;
                        return minutes == 0 ? "now" : "−" + minutes + " min";
                    }

                    @Override
                    public Number fromString(String text) {
                        throw new UnsupportedOperationException("the axis is not typed into");
                    }
                });
        return axis;
    }

    private static Region key(String style) {
        var line = new Region();
        line.getStyleClass().addAll("key-line", style);
        return line;
    }

    private static Label rateLabel(String id) {
        var label = new Label("0");
        label.setId(id);
        label.setMinWidth(26);
        label.getStyleClass().add("key-rate");
        return label;
    }
}
