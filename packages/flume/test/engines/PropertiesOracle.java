import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Properties;
import java.util.TreeMap;

/** Reads each line of a file as a base64 text of properties and prints what Java makes of it, one line each. */
public class PropertiesOracle {
  public static void main(String[] arguments) throws Exception {
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String text = new String(Base64.getDecoder().decode(line), "UTF-8");
      Properties properties = new Properties();
      try {
        properties.load(new StringReader(text));
      } catch (IllegalArgumentException e) {
        System.out.println("malformed");
        continue;
      }
      StringBuilder all = new StringBuilder();
      for (var entry : new TreeMap<>(properties).entrySet()) {
        all.append(entry.getKey()).append('\u0001').append(entry.getValue()).append('\u0002');
      }
      System.out.println("=" + Base64.getEncoder().encodeToString(all.toString().getBytes("UTF-8")));
    }
  }
}
