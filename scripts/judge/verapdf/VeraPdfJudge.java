import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** VeraPdfJudge FLAVOUR,FLAVOUR FILE…: one line a file and flavour, tabs between: file, flavour, yes or no, what fails. */
public class VeraPdfJudge {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int index = 1; index < arguments.length; index += 1) {
            for (String name : arguments[0].split(",")) judge(arguments[index], PDFAFlavour.byFlavourId(name), name);
        }
    }

    private static void judge(String path, PDFAFlavour flavour, String name) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(path), flavour);
             PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            TreeSet<String> failed = new TreeSet<>();
            for (TestAssertion one : result.getTestAssertions()) {
                if (one.getStatus() != TestAssertion.Status.FAILED) continue;
                failed.add(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + " " + one.getMessage());
            }
            List<String> reasons = new ArrayList<>(failed);
            String said = String.join("; ", reasons).replaceAll("\\s+", " ");
            System.out.println(path + "\t" + name + "\t" + (result.isCompliant() ? "yes" : "no") + "\t" + said);
        }
    }
}
