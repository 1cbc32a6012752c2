import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCES = '/etc/apt';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** An apt of its own in a folder: the host's mirrors, asked for Debian 13, and nothing of the host's package state. */
export async function prepareApt(folder: string): Promise<string> {
  const mirrors = await debianMirrors();
  if (mirrors.length === 0) throw new Error(`no Debian mirror is configured in ${SOURCES}`);
  await mkdir(join(folder, 'lists/partial'), { recursive: true });
  await mkdir(join(folder, 'cache/archives/partial'), { recursive: true });
  await writeFile(join(folder, 'status'), '');
  await writeFile(
    join(folder, 'sources.list'),
    mirrors
      .map((mirror) => {
        const suite = mirror.includes('security') ? 'trixie-security' : 'trixie';
        return `deb [signed-by=${KEYRING}] ${mirror} ${suite} main\n`;
      })
      .join(''),
  );
  const configuration = join(folder, 'apt.conf');
  await writeFile(
    configuration,
    `Dir::Etc::SourceList "${folder}/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State "${folder}";
Dir::State::Lists "${folder}/lists";
Dir::State::status "${folder}/status";
Dir::Cache "${folder}/cache";
Dir::Log "${folder}";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "2";
Debug::NoLocking "true";
`,
  );
  return configuration;
}

async function debianMirrors(): Promise<string[]> {
  const parts = await readdir(join(SOURCES, 'sources.list.d')).catch(() => []);
  const files = ['sources.list', ...parts.map((name) => join('sources.list.d', name))];
  const mirrors = new Set<string>();
  for (const file of files.filter((name) => /\.(list|sources)$/.test(name))) {
    const text = await readFile(join(SOURCES, file), 'utf8').catch(() => '');
    for (const line of text.split('\n').filter((each) => !each.startsWith('#')))
      for (const [url] of line.matchAll(/https?:\/\/\S+/g))
        if (/\/debian(-security)?\/?$/.test(url)) mirrors.add(url);
  }
  return [...mirrors].sort();
}
