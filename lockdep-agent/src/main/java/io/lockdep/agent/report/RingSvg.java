package io.lockdep.agent.report;

import io.lockdep.report.Party;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws one ring: lock classes on a circle, an arrow from what a thread held to what it wanted, named by the thread. */
final class RingSvg {

    private static final int MAX_CHARS = 34;
    private static final double CHAR_WIDTH = 7.3;
    private static final int BOX_HEIGHT = 28;
    private static final int MARGIN = 40;
    private static final double BULGE = 0.28;

    private final StringBuilder out = new StringBuilder();
    private final Map<String, double[]> places = new LinkedHashMap<>();
    private final String id;

    private RingSvg(String id) {
        this.id = id;
    }

    /**
     * Draws a ring.
     *
     * @param cycle its edges
     * @param id letters and digits, different for each drawing on a page
     * @return an element of HTML
     */
    static String of(List<Party> cycle, String id) {
        RingSvg svg = new RingSvg(id);
        svg.draw(cycle);
        return svg.out.toString();
    }

    private void draw(List<Party> cycle) {
        List<String> classes = new ArrayList<>();
        double boxWidth = 0;
        for (Party party : cycle) {
            for (String each : List.of(party.holds(), party.wants())) {
                if (!classes.contains(each)) {
                    classes.add(each);
                    boxWidth = Math.max(boxWidth, width(each));
                }
            }
        }
        int count = classes.size();
        double radiusY = count == 1 ? 30 : Math.max(70, count * 26);
        double radiusX = count == 1 ? 60 : Math.max(boxWidth * 0.75, radiusY * 1.4);
        double width = 2 * radiusX + boxWidth + 2 * MARGIN;
        double height = 2 * radiusY + BOX_HEIGHT + 2 * MARGIN;
        for (int i = 0; i < count; i++) {
            double angle = Math.PI + 2 * Math.PI * i / count;
            places.put(classes.get(i), new double[] {
                width / 2 + radiusX * Math.cos(angle), height / 2 + (count == 1 ? 10 : radiusY * Math.sin(angle))
            });
        }
        out.append("<svg role=\"img\" width=\"").append(number(width)).append("\" height=\"");
        out.append(number(height))
                .append("\" viewBox=\"0 0 ")
                .append(number(width))
                .append(' ');
        out.append(number(height))
                .append("\"><title>the ring of lock classes</title><defs><marker id=\"")
                .append(id);
        out.append("\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\"");
        out.append(" orient=\"auto-start-reverse\"><path d=\"M0 0L10 5L0 10z\"/></marker></defs>\n");
        Map<String, Integer> parallel = new LinkedHashMap<>();
        for (Party party : cycle) {
            arrow(party, parallel.merge(party.holds() + "\n" + party.wants(), 1, Integer::sum) - 1);
        }
        places.forEach(this::box);
        out.append("</svg>\n");
    }

    private static double width(String lockClass) {
        return Math.min(lockClass.length(), MAX_CHARS) * CHAR_WIDTH + 20;
    }

    private void box(String lockClass, double[] at) {
        double width = width(lockClass);
        out.append("<g class=\"node\"><title>").append(Html.text(lockClass)).append("</title><rect x=\"");
        out.append(number(at[0] - width / 2)).append("\" y=\"").append(number(at[1] - BOX_HEIGHT / 2.0));
        out.append("\" width=\"").append(number(width)).append("\" height=\"").append(BOX_HEIGHT);
        out.append("\" rx=\"5\"/><text x=\"")
                .append(number(at[0]))
                .append("\" y=\"")
                .append(number(at[1] + 4));
        out.append("\">").append(Html.text(shortened(lockClass))).append("</text></g>\n");
    }

    // The end says more than the beginning, which is a package.
    private static String shortened(String name) {
        return name.length() <= MAX_CHARS ? name : "..." + name.substring(name.length() - MAX_CHARS + 3);
    }

    private void arrow(Party party, int number) {
        double[] from = places.getOrDefault(party.holds(), new double[2]);
        double[] to = places.getOrDefault(party.wants(), new double[2]);
        double[] middle;
        String path;
        if (party.holds().equals(party.wants())) {
            double top = from[1] - BOX_HEIGHT / 2.0;
            path = "M" + point(from[0] - 25, top) + "C" + point(from[0] - 40, top - 45) + " "
                    + point(from[0] + 40, top - 45) + " " + point(from[0] + 25, top);
            middle = new double[] {from[0], top - 38 - 14 * number};
        } else {
            double bulge = BULGE + 0.12 * number;
            double controlX = (from[0] + to[0]) / 2 + bulge * (to[1] - from[1]);
            double controlY = (from[1] + to[1]) / 2 - bulge * (to[0] - from[0]);
            double[] start = edgeOfBox(party.holds(), from, controlX, controlY);
            double[] end = edgeOfBox(party.wants(), to, controlX, controlY);
            path = "M" + point(start[0], start[1]) + "Q" + point(controlX, controlY) + " " + point(end[0], end[1]);
            middle = new double[] {
                (start[0] + 2 * controlX + end[0]) / 4, (start[1] + 2 * controlY + end[1]) / 4 - 4 - 12 * number
            };
        }
        out.append("<path class=\"edge\" d=\"")
                .append(path)
                .append("\" marker-end=\"url(#")
                .append(id);
        out.append(")\"/><text class=\"thread\" x=\"").append(number(middle[0])).append("\" y=\"");
        out.append(number(middle[1])).append("\">").append(Html.text(shortened(party.thread())));
        out.append("</text>\n");
    }

    // Where the line from the middle of a box to a point leaves it.
    private static double[] edgeOfBox(String lockClass, double[] at, double towardsX, double towardsY) {
        double x = towardsX - at[0];
        double y = towardsY - at[1];
        double scale = Math.min(
                x == 0 ? Double.MAX_VALUE : (width(lockClass) / 2 + 2) / Math.abs(x),
                y == 0 ? Double.MAX_VALUE : (BOX_HEIGHT / 2.0 + 2) / Math.abs(y));
        double part = Math.min(1, scale);
        return new double[] {at[0] + x * part, at[1] + y * part};
    }

    private static String point(double x, double y) {
        return number(x) + " " + number(y);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
