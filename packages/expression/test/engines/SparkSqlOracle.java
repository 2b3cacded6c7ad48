import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Asks the real Spark what SQL expressions give. Arguments: a file to read and one to write. Each line read is base64:
 * settings as key=value lines, then a query for the table of records, then one expression a line. Each line written
 * is JSON of the results over all records, in their order, or "!" and a base64 reason.
 */
public class SparkSqlOracle {
  private static final int BATCH = 24;

  public static void main(String[] arguments) throws Exception {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      lines.add(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8));
    }
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.warehouse.dir", arguments[1] + ".warehouse");
    for (String setting : lines.get(0).split("\n")) {
      String[] pair = setting.split("=", 2);
      builder = builder.config(pair[0], pair[1]);
    }
    SparkSession spark = builder.getOrCreate();
    try (PrintStream out = new PrintStream(arguments[1], StandardCharsets.UTF_8)) {
      for (String mode : List.of("true", "false")) {
        spark.conf().set("spark.sql.ansi.enabled", mode);
        // Cached, so that expressions are compiled and run over rows instead of being folded away.
        Dataset<Row> table = spark.sql(lines.get(1)).repartition(1).cache();
        table.count();
        for (int from = 2; from < lines.size(); from += BATCH) {
          List<String> batch = lines.subList(from, Math.min(from + BATCH, lines.size()));
          for (String answer : answers(table, batch)) out.println(answer);
        }
        table.unpersist();
      }
    }
    spark.stop();
  }

  /** One expression that fails must not hide the others. */
  private static List<String> answers(Dataset<Row> table, List<String> expressions) {
    try {
      return run(table, expressions);
    } catch (Throwable problem) {
      if (expressions.size() == 1) {
        String reason = problem.getClass().getSimpleName() + ": " + problem.getMessage();
        return List.of("!" + Base64.getEncoder().encodeToString(reason.getBytes(StandardCharsets.UTF_8)));
      }
      int half = expressions.size() / 2;
      List<String> both = new ArrayList<>(answers(table, expressions.subList(0, half)));
      both.addAll(answers(table, expressions.subList(half, expressions.size())));
      return both;
    }
  }

  private static List<String> run(Dataset<Row> table, List<String> expressions) {
    String[] columns = new String[expressions.size()];
    for (int i = 0; i < columns.length; i++) columns[i] = expressions.get(i) + " AS c" + i;
    List<Row> rows = table.selectExpr(columns).collectAsList();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      List<String> values = new ArrayList<>();
      for (Row row : rows) values.add(Json.of(row.get(i)));
      all.add("[" + String.join(",", values) + "]");
    }
    return all;
  }

  /** Values as JSON: numbers as they are, bytes as base64, nulls kept. */
  private static final class Json {
    static String of(Object value) {
      if (value == null) return "null";
      if (value instanceof Long || value instanceof Integer || value instanceof Boolean) return value.toString();
      if (value instanceof Double number) {
        return number.isNaN() || number.isInfinite() ? text(number.toString()) : number.toString();
      }
      if (value instanceof byte[] bytes) return text(Base64.getEncoder().encodeToString(bytes));
      if (value instanceof scala.collection.Seq<?> list) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < list.length(); i++) items.add(of(list.apply(i)));
        return "[" + String.join(",", items) + "]";
      }
      return text(value.toString());
    }

    static String text(String value) {
      StringBuilder json = new StringBuilder("\"");
      for (int i = 0; i < value.length(); i++) {
        char unit = value.charAt(i);
        if (unit == '"' || unit == '\\') json.append('\\').append(unit);
        else if (unit < 0x20) json.append(String.format("\\u%04x", (int) unit));
        else json.append(unit);
      }
      return json.append('"').toString();
    }
  }
}
