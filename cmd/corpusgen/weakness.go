package main

// text is a text in both languages. {part}, {product}, {maker} and the like
// stand for what fill puts there.
type text struct{ ja, en string }

// weakness is a kind of vulnerability and what one writes about it.
type weakness struct {
	cwe         string
	name        text
	fits        string   // which kinds of product have it: w web, d device, m memory, a app, s desktop, l library
	causes      []text   // whole sentences
	impacts     []text   // whole sentences
	workarounds []text   // items of a list
	v4, v3, v2  []string // CVSS vectors, the n-th of each for the same case
}

var weaknesses = []*weakness{
	{
		cwe: "CWE-78", name: text{"OSコマンドインジェクション", "OS command injection"}, fits: "wd",
		causes: []text{
			{"{part}は、入力された文字列を検証せずにシェルへ渡しています。", "{Part} passes the text that is entered to a shell without checking it."},
			{"{part}では、外部から受け取ったファイル名がそのままコマンドの引数に埋め込まれます。", "In {part}, file names that come from outside are put into the arguments of a command as they are."},
			{"{part}における特殊文字の無効化が不十分なため、バッククォートを含む値を設定すると、その内容がコマンドとして解釈されます。", "Special characters are not neutralized sufficiently in {part}: a value that contains backquotes is run as a command."},
		},
		impacts: []text{
			{"当該製品の管理画面にログイン可能なユーザによって、任意のOSコマンドを実行される可能性があります。", "A user who can log in to the web interface of the product may execute arbitrary OS commands."},
			{"当該製品にアクセス可能な第三者によって、root権限で任意のOSコマンドを実行される可能性があります。", "An attacker who can access the product may execute arbitrary OS commands with root privileges."},
		},
		workarounds: []text{
			{"管理画面へ接続できる端末を、信頼できるものに限定する", "Allow only trusted terminals to connect to the web interface."},
			{"初期パスワードを変更し、推測されにくいものにする", "Replace the initial password with one that is hard to guess."},
		},
		v4: []string{"CVSS:4.0/AV:A/AC:L/AT:N/PR:H/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:A/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"},
		v2: []string{"AV:A/AC:L/Au:S/C:P/I:P/A:P", "AV:N/AC:L/Au:N/C:C/I:C/A:C"},
	},
	{
		cwe: "CWE-79", name: text{"クロスサイトスクリプティング", "cross-site scripting"}, fits: "wd",
		causes: []text{
			{"{part}は、入力された値をHTMLとして適切にエスケープせずに表示しています。", "{Part} shows what was entered without escaping it for HTML."},
			{"{part}には、登録済みの名称を一覧に表示する処理に起因する、格納型のクロスサイトスクリプティングが存在します。", "{Part} contains a stored cross-site scripting vulnerability in the list of registered names."},
			{"URLのパラメータの値が、{part}のエラーメッセージにそのまま出力されます。", "The value of a URL parameter is written into an error message of {part} as it is."},
		},
		impacts: []text{
			{"当該製品にログインしているユーザのウェブブラウザ上で、任意のスクリプトを実行される可能性があります。", "An arbitrary script may be executed in the web browser of a user who is logged in to the product."},
			{"細工された内容を登録されることで、その画面を閲覧した他のユーザのウェブブラウザ上で、任意のスクリプトを実行される可能性があります。", "Where crafted content is registered, an arbitrary script may be executed in the web browser of another user who views it."},
		},
		workarounds: []text{
			{"当該機能を使用していない場合は、設定で無効にする", "Switch off the function in the settings where it is not used."},
			{"管理画面の利用中は、ほかのウェブサイトを閲覧しない", "Do not visit other websites while the web interface is open."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"},
		v2: []string{"AV:N/AC:M/Au:S/C:N/I:P/A:N", "AV:N/AC:M/Au:N/C:N/I:P/A:N"},
	},
	{
		cwe: "CWE-89", name: text{"SQLインジェクション", "SQL injection"}, fits: "w",
		causes: []text{
			{"{part}では、SQL文の組み立てに入力値がそのまま用いられています。", "{Part} builds SQL statements from what was entered as it is."},
			{"{part}の並べ替えの項目名は、プレースホルダを使用せずにSQL文へ連結されます。", "The name of the column by which {part} sorts is joined into an SQL statement without a placeholder."},
		},
		impacts: []text{
			{"遠隔の第三者によって、データベース内の情報を取得されたり、改ざんされたりする可能性があります。", "A remote attacker may obtain or alter information in the database."},
			{"当該製品にログイン可能なユーザによって、権限のない情報をデータベースから取得される可能性があります。", "A user who can log in to the product may obtain information from the database without permission."},
		},
		workarounds: []text{
			{"データベースのアカウントに与える権限を、必要最小限にする", "Give the database account only the privileges that it needs."},
			{"ウェブアプリケーションファイアウォール（WAF）で、不正なリクエストを遮断する", "Block malicious requests with a web application firewall (WAF)."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N", "CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N", "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N"},
		v2: []string{"AV:N/AC:L/Au:N/C:P/I:P/A:N", "AV:N/AC:L/Au:S/C:P/I:N/A:N"},
	},
	{
		cwe: "CWE-22", name: text{"パストラバーサル", "path traversal"}, fits: "wdl",
		causes: []text{
			{"{part}は、ファイル名に含まれる `../` を取り除かずにパスを組み立てています。", "{Part} builds a path without removing `../` from the file name."},
			{"{part}におけるパスの検証は、シンボリックリンクをたどる前に一度だけ行われます。", "{Part} checks the path only once, before symbolic links are followed."},
			{"{part}では、区切り文字をエンコードしたパスを指定することで、検証を回避できます。", "In {part}, the check can be evaded with a path whose separators are encoded."},
		},
		impacts: []text{
			{"遠隔の第三者によって、サーバ上の任意のファイルを閲覧される可能性があります。", "A remote attacker may view arbitrary files on the server."},
			{"細工されたファイルを処理することで、プロセスの権限で書き込み可能な任意の場所に、ファイルを作成または上書きされる可能性があります。", "When a crafted file is processed, files may be created or overwritten wherever the process can write."},
		},
		workarounds: []text{
			{"当該製品を、専用の権限の低いアカウントで動作させる", "Run the product under an account of its own with few privileges."},
			{"信頼できない提供元のファイルを処理しない", "Do not process files from sources that are not trusted."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", "CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:N/VI:H/VA:L/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:H/A:L"},
		v2: []string{"AV:N/AC:L/Au:N/C:P/I:N/A:N", "AV:N/AC:M/Au:N/C:N/I:P/A:P"},
	},
	{
		cwe: "CWE-352", name: text{"クロスサイトリクエストフォージェリ", "cross-site request forgery"}, fits: "wd",
		causes: []text{
			{"{part}は、リクエストが正規の画面から送信されたことを確認していません。", "{Part} does not verify that a request was sent from its own pages."},
			{"{part}のトークンは、利用者ごとに変わらず、推測が可能です。", "The token of {part} does not change from user to user and can be guessed."},
		},
		impacts: []text{
			{"当該製品にログインした状態のユーザが、細工されたページにアクセスした場合、意図しない操作をさせられる可能性があります。", "If a user who is logged in to the product visits a crafted page, unintended operations may be performed."},
			{"ログイン中の管理者が罠ページを閲覧することで、設定を変更される可能性があります。", "Settings may be changed when an administrator who is logged in views a malicious page."},
		},
		workarounds: []text{
			{"設定作業を終えたら、管理画面から必ずログアウトする", "Always log out of the web interface when the settings are done."},
			{"設定作業には、専用のウェブブラウザを使用する", "Use a web browser of its own for the settings."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:H/VA:L/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:L/A:N", "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:H/A:L"},
		v2: []string{"AV:N/AC:H/Au:N/C:N/I:P/A:N", "AV:N/AC:M/Au:N/C:N/I:P/A:P"},
	},
	{
		cwe: "CWE-862", name: text{"認可の欠如", "missing authorization"}, fits: "wd",
		causes: []text{
			{"{part}は、操作を行うユーザの権限を確認していません。", "{Part} does not check the permissions of the user who performs an operation."},
			{"{part}のAPIでは、画面に表示されない項目であっても、番号を指定すれば取得できます。", "Through the API of {part}, items that no page shows can be obtained by their number."},
		},
		impacts: []text{
			{"当該製品にログイン可能なユーザによって、他のユーザの情報を閲覧または変更される可能性があります。", "A user who can log in to the product may view or change information of other users."},
			{"一般ユーザによって、管理者のみに許可された操作を行われる可能性があります。", "A general user may perform operations that only administrators are allowed to perform."},
		},
		workarounds: []text{
			{"不要なユーザアカウントを削除する", "Delete user accounts that are not needed."},
			{"外部連携用のAPIを使用していない場合は、無効にする", "Switch off the API for other systems where it is not used."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N", "CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:N", "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H"},
		v2: []string{"AV:N/AC:L/Au:S/C:P/I:P/A:N", "AV:N/AC:L/Au:S/C:P/I:P/A:P"},
	},
	{
		cwe: "CWE-306", name: text{"重要な機能に対する認証の欠如", "missing authentication for a critical function"}, fits: "dm",
		causes: []text{
			{"{part}には認証がなく、ネットワーク上の誰からでも呼び出すことができます。", "{Part} has no authentication and can be called by anybody on the network."},
			{"保守用のポートで待ち受ける{part}は、接続元を確認せずに設定の書き換えを受け付けます。", "{Part}, which listens on a maintenance port, accepts changes of the settings without checking where they come from."},
		},
		impacts: []text{
			{"隣接するネットワーク上の第三者によって、設定を変更されたり、機器を停止されたりする可能性があります。", "An attacker on an adjacent network may change settings or stop the device."},
			{"遠隔の第三者によって、認証を経ずに当該製品を操作される可能性があります。", "A remote attacker may operate the product without authentication."},
		},
		workarounds: []text{
			{"当該製品をインターネットから到達できない場所に設置する", "Install the product where it cannot be reached from the internet."},
			{"保守用のポートを、ファイアウォールで遮断する", "Block the maintenance port with a firewall."},
		},
		v4: []string{"CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:H/SC:N/SI:N/SA:N", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:H/VA:H/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:H/A:H"},
		v2: []string{"AV:A/AC:L/Au:N/C:N/I:P/A:P", "AV:N/AC:L/Au:N/C:P/I:P/A:P"},
	},
	{
		cwe: "CWE-798", name: text{"ハードコードされた認証情報の使用", "use of hard-coded credentials"}, fits: "da",
		causes: []text{
			{"{part}に用いられる鍵は、すべての個体で同一であり、ファームウェアから取り出すことができます。", "The key that {part} uses is the same in every unit and can be extracted from the firmware."},
			{"{part}には、説明書に記載されていないアカウントが組み込まれており、そのパスワードは変更できません。", "{Part} contains an account that no manual mentions and whose password cannot be changed."},
		},
		impacts: []text{
			{"鍵を入手した第三者によって、通信内容を復号される可能性があります。", "An attacker who has obtained the key may decrypt the communication."},
			{"遠隔の第三者によって、管理者権限で当該製品にログインされる可能性があります。", "A remote attacker may log in to the product with administrative privileges."},
		},
		workarounds: []text{
			{"telnetおよびSSHによる接続を無効にする", "Switch off telnet and SSH."},
			{"当該製品への接続を、VPNまたは閉域網に限定する", "Allow connections to the product only through a VPN or a closed network."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"},
		v2: []string{"AV:N/AC:M/Au:N/C:P/I:N/A:N", "AV:N/AC:L/Au:N/C:C/I:C/A:C"},
	},
	{
		cwe: "CWE-121", name: text{"スタックベースのバッファオーバーフロー", "stack-based buffer overflow"}, fits: "md",
		causes: []text{
			{"{part}は、要素の長さを確認せずに、固定長の領域へ複写しています。", "{Part} copies an element into an area of fixed size without checking its length."},
			{"{part}は、ヘッダが宣言する個数をそのまま信用し、スタック上の配列を越えて書き込みます。", "{Part} trusts the count that the header declares and writes past an array on the stack."},
		},
		impacts: []text{
			{"遠隔の第三者によって、細工されたパケットを送信されることで、任意のコードを実行される可能性があります。", "A remote attacker who sends a crafted packet may execute arbitrary code."},
			{"細工されたファイルを開くことで、当該製品を使用しているユーザの権限で、任意のコードを実行される可能性があります。", "When a crafted file is opened, arbitrary code may be executed with the privileges of the user of the product."},
		},
		workarounds: []text{
			{"当該サービスへの通信を、信頼できる接続元だけに制限する", "Accept traffic to the service from trusted sources only."},
			{"入手元が不明なファイルを開かない", "Do not open files of unknown origin."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H"},
		v2: []string{"AV:N/AC:L/Au:N/C:P/I:P/A:P", "AV:N/AC:M/Au:N/C:P/I:P/A:P"},
	},
	{
		cwe: "CWE-125", name: text{"境界外読み取り", "out-of-bounds read"}, fits: "ml",
		causes: []text{
			{"{part}は、入力の終端を確認せずに次の要素を読み取ります。", "{Part} reads the next element without checking where the input ends."},
			{"{part}では、長さの計算で整数の桁あふれが起こり、確保した領域の外を参照します。", "In {part}, an integer overflow in a length leads to reading outside the allocated area."},
		},
		impacts: []text{
			{"細工されたデータを処理することで、メモリ上の情報が漏えいしたり、プロセスが異常終了したりする可能性があります。", "When crafted data is processed, information in memory may leak, or the process may crash."},
			{"細工されたファイルを読み込むことで、サービス運用妨害（DoS）状態にされる可能性があります。", "Reading a crafted file may cause a denial of service (DoS)."},
		},
		workarounds: []text{
			{"信頼できない入力を、権限を制限したプロセスで処理する", "Process input that is not trusted in a process with few privileges."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:L/SC:N/SI:N/SA:N", "CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:L", "CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H"},
		v2: []string{"AV:N/AC:L/Au:N/C:P/I:N/A:P", "AV:N/AC:M/Au:N/C:N/I:N/A:P"},
	},
	{
		cwe: "CWE-416", name: text{"解放済みメモリの使用", "use after free"}, fits: "ml",
		causes: []text{
			{"{part}は、接続が切断されたあとも、解放済みの構造体への参照を保持しています。", "{Part} keeps a reference to a structure that was freed when the connection was closed."},
			{"{part}で例外が発生すると、同じ領域が二度解放されます。", "When an exception occurs in {part}, the same area is freed twice."},
		},
		impacts: []text{
			{"遠隔の第三者によって、任意のコードを実行される可能性があります。", "A remote attacker may execute arbitrary code."},
			{"接続と切断を繰り返されることで、プロセスが異常終了する可能性があります。", "The process may crash when connections are opened and closed repeatedly."},
		},
		workarounds: []text{
			{"同時接続数の上限を下げる", "Lower the limit of simultaneous connections."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H"},
		v2: []string{"AV:N/AC:M/Au:N/C:P/I:P/A:P", "AV:N/AC:M/Au:N/C:N/I:N/A:P"},
	},
	{
		cwe: "CWE-427", name: text{"ファイル検索パスの制御不備", "uncontrolled search path element"}, fits: "s",
		causes: []text{
			{"{part}は、DLLを読み込む際に、実行ファイルと同じフォルダを先に検索します。", "When it loads a DLL, {part} first searches the folder of the executable file."},
			{"{part}が参照する環境変数は、一般ユーザが変更できます。", "General users can change the environment variable that {part} refers to."},
		},
		impacts: []text{
			{"インストーラを実行した権限で、任意のコードを実行される可能性があります。", "Arbitrary code may be executed with the privileges with which the installer was started."},
			{"当該製品がインストールされたコンピュータにログイン可能なユーザによって、より高い権限で任意のコードを実行される可能性があります。", "A user who can log in to a computer with the product may execute arbitrary code with higher privileges."},
		},
		workarounds: []text{
			{"インストーラは、新しく作成したフォルダに置いてから実行する", "Put the installer into a new folder before it is started."},
			{"ダウンロードフォルダに、見覚えのないファイルがないことを確認する", "Make sure that there is no unfamiliar file in the download folder."},
		},
		v4: []string{"CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H"},
		v2: []string{"AV:N/AC:M/Au:N/C:P/I:P/A:P", "AV:L/AC:M/Au:N/C:P/I:P/A:P"},
	},
	{
		cwe: "CWE-295", name: text{"サーバ証明書の検証不備", "improper certificate validation"}, fits: "asl",
		causes: []text{
			{"{part}は、証明書のホスト名が通信先と一致することを確認していません。", "{Part} does not verify that the host name of the certificate is the one it connects to."},
			{"{part}では、証明書の検証に失敗した場合でも通信が継続されます。", "{Part} goes on communicating even when the certificate cannot be verified."},
		},
		impacts: []text{
			{"中間者攻撃によって、暗号化された通信を盗聴されたり、改ざんされたりする可能性があります。", "A man-in-the-middle attack may eavesdrop on or alter encrypted communication."},
			{"偽の更新サーバに接続させられ、不正なファイルを取得させられる可能性があります。", "The product may be led to a false update server and made to fetch malicious files."},
		},
		workarounds: []text{
			{"アップデートするまで、信頼できないネットワークでは使用しない", "Do not use the product on networks that are not trusted until it is updated."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:P/VC:H/VI:L/VA:N/SC:N/SI:N/SA:N", "CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:N/VC:L/VI:H/VA:N/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:L/A:N", "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:H/A:N"},
		v2: []string{"AV:N/AC:H/Au:N/C:P/I:P/A:N", "AV:N/AC:M/Au:N/C:P/I:P/A:N"},
	},
	{
		cwe: "CWE-939", name: text{"カスタムURLスキームの処理におけるアクセス制限不備", "improper access restriction in a custom URL scheme handler"}, fits: "a",
		causes: []text{
			{"{part}は、カスタムURLスキームで渡されたURLを検証せずに開きます。", "{Part} opens a URL that is handed over by the custom URL scheme without checking it."},
			{"{part}は、他のアプリからの呼び出しであっても、確認を求めずに処理を行います。", "{Part} acts without asking for confirmation even when another app calls it."},
		},
		impacts: []text{
			{"当該アプリを経由して、任意のウェブサイトにアクセスさせられ、フィッシングなどの被害を受ける可能性があります。", "The user may be led to an arbitrary website through the app and become a victim of phishing and the like."},
			{"細工されたリンクを開くことで、アカウントに紐づく情報を第三者に送信させられる可能性があります。", "Opening a crafted link may send information of the account to a third party."},
		},
		workarounds: []text{
			{"心当たりのない送信者から届いたリンクを開かない", "Do not open links from unknown senders."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:L/A:N", "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:N/A:N"},
		v2: []string{"AV:N/AC:M/Au:N/C:N/I:P/A:N", "AV:N/AC:M/Au:N/C:P/I:N/A:N"},
	},
	{
		cwe: "CWE-502", name: text{"信頼できないデータのデシリアライゼーション", "deserialization of untrusted data"}, fits: "wl",
		causes: []text{
			{"{part}は、受け取ったオブジェクトを、型を限定せずに復元します。", "{Part} restores objects that it receives without restricting their types."},
			{"{part}が読み込むセッション情報には署名がなく、利用者が書き換えることができます。", "The session data that {part} reads is not signed, so that users can rewrite it."},
		},
		impacts: []text{
			{"遠隔の第三者によって、サーバ上で任意のコードを実行される可能性があります。", "A remote attacker may execute arbitrary code on the server."},
			{"当該ライブラリを使用するアプリケーションの権限で、任意の処理を実行される可能性があります。", "Arbitrary operations may be executed with the privileges of the application that uses the library."},
		},
		workarounds: []text{
			{"復元を許可するクラスの一覧を設定する", "Configure a list of the classes that may be restored."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "CVSS:4.0/AV:N/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H"},
		v2: []string{"AV:N/AC:L/Au:N/C:P/I:P/A:P", "AV:N/AC:M/Au:S/C:P/I:P/A:P"},
	},
	{
		cwe: "CWE-434", name: text{"アップロードされるファイルの検証不備", "unrestricted upload of files with dangerous types"}, fits: "w",
		causes: []text{
			{"{part}は、ファイルの種類を拡張子だけで判断しています。", "{Part} judges the type of a file by its extension alone."},
			{"{part}で受け付けたファイルは、公開フォルダの中に元の名前で保存されます。", "Files that {part} accepts are stored in a public folder under their original name."},
		},
		impacts: []text{
			{"ファイルをアップロード可能なユーザによって、サーバ上で任意のスクリプトを実行される可能性があります。", "A user who can upload files may execute arbitrary scripts on the server."},
			{"不正なファイルを配布するための場所として、当該サイトを悪用される可能性があります。", "The site may be abused as a place from which malicious files are spread."},
		},
		workarounds: []text{
			{"アップロード先のフォルダで、スクリプトの実行を禁止する", "Forbid the execution of scripts in the folder for uploads."},
			{"アップロード機能を利用できるユーザを限定する", "Restrict who may upload files."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:P/VC:N/VI:L/VA:N/SC:L/SI:L/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N"},
		v2: []string{"AV:N/AC:L/Au:S/C:P/I:P/A:P", "AV:N/AC:M/Au:S/C:N/I:P/A:N"},
	},
	{
		cwe: "CWE-400", name: text{"リソース枯渇", "uncontrolled resource consumption"}, fits: "dmlw",
		causes: []text{
			{"{part}は、受信したデータの合計量に上限を設けていません。", "{Part} sets no limit to the total of the data that it receives."},
			{"{part}では、入れ子の深い入力の処理にかかる時間が、深さに対して急激に増加します。", "The time that {part} takes for nested input grows steeply with the depth."},
			{"{part}は、応答のない接続を切断せずに保持し続けます。", "{Part} holds connections that do not respond and never closes them."},
		},
		impacts: []text{
			{"遠隔の第三者によって、サービス運用妨害（DoS）状態にされる可能性があります。", "A remote attacker may cause a denial of service (DoS)."},
			{"多数の接続を行われることで、当該製品が応答しなくなる可能性があります。復旧には再起動が必要です。", "The product may stop responding when many connections are made. A restart is needed to recover."},
		},
		workarounds: []text{
			{"接続元ごとの接続数を制限する", "Limit the number of connections per source."},
			{"受け付けるデータの大きさの上限を設定する", "Set a limit for the size of the data that is accepted."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:L/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L"},
		v2: []string{"AV:N/AC:L/Au:N/C:N/I:N/A:C", "AV:N/AC:L/Au:N/C:N/I:N/A:P"},
	},
	{
		cwe: "CWE-732", name: text{"重要なリソースに対する不適切なパーミッションの割り当て", "incorrect permission assignment for a critical resource"}, fits: "sd",
		causes: []text{
			{"{part}が作成するフォルダは、すべてのユーザが書き込み可能です。", "The folder that {part} creates can be written to by every user."},
			{"{part}のサービスが読み込む設定ファイルは、一般ユーザの権限で書き換えることができます。", "The configuration file that the service of {part} reads can be rewritten with the privileges of a general user."},
		},
		impacts: []text{
			{"当該製品がインストールされたコンピュータにログイン可能なユーザによって、SYSTEM権限を取得される可能性があります。", "A user who can log in to a computer with the product may obtain SYSTEM privileges."},
			{"ログイン可能なユーザによって、保存された記録を改ざんされたり、削除されたりする可能性があります。", "A user who can log in may alter or delete the stored records."},
		},
		workarounds: []text{
			{"当該フォルダのアクセス権から、一般ユーザの書き込みを外す", "Take the write permission of general users off the folder."},
		},
		v4: []string{"CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:N/VI:H/VA:L/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:L"},
		v2: []string{"AV:L/AC:L/Au:N/C:C/I:C/A:C", "AV:L/AC:L/Au:N/C:N/I:P/A:P"},
	},
	{
		cwe: "CWE-319", name: text{"重要な情報の平文通信", "cleartext transmission of sensitive information"}, fits: "da",
		causes: []text{
			{"{part}とサーバとの間の通信は、暗号化されていません。", "The communication between {part} and the server is not encrypted."},
			{"{part}は、TLSでの接続に失敗すると、利用者に知らせずにHTTPで接続し直します。", "When a connection by TLS fails, {part} connects anew by HTTP without telling the user."},
		},
		impacts: []text{
			{"通信経路上の第三者によって、認証情報を取得される可能性があります。", "An attacker on the communication path may obtain credentials."},
			{"利用者の位置情報や操作の履歴を、第三者に知られる可能性があります。", "A third party may learn the location of the user and the history of operations."},
		},
		workarounds: []text{
			{"当該製品を、専用のネットワークセグメントに分離する", "Move the product to a network segment of its own."},
		},
		v4: []string{"CVSS:4.0/AV:A/AC:L/AT:P/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", "CVSS:4.0/AV:A/AC:L/AT:P/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:A/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N", "CVSS:3.1/AV:A/AC:H/PR:N/UI:N/S:U/C:L/I:N/A:N"},
		v2: []string{"AV:A/AC:M/Au:N/C:P/I:N/A:N", "AV:A/AC:H/Au:N/C:P/I:N/A:N"},
	},
	{
		cwe: "CWE-918", name: text{"サーバサイドリクエストフォージェリ", "server-side request forgery"}, fits: "wl",
		causes: []text{
			{"{part}は、利用者が指定したURLの接続先を確認せずに取得します。", "{Part} fetches a URL that the user gives without checking where it leads."},
			{"{part}における接続先の確認は、リダイレクトのあとでは行われません。", "{Part} does not check the destination again after a redirect."},
		},
		impacts: []text{
			{"遠隔の第三者によって、内部ネットワーク上のサーバにアクセスされる可能性があります。", "A remote attacker may access servers on the internal network."},
			{"クラウド環境で使用している場合、インスタンスの認証情報を取得される可能性があります。", "In a cloud environment, credentials of the instance may be obtained."},
		},
		workarounds: []text{
			{"サーバから内部ネットワークへの通信を、必要なものに限定する", "Restrict the traffic from the server to the internal network to what is needed."},
		},
		v4: []string{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:L/SI:N/SA:N", "CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:N/VA:N/SC:L/SI:N/SA:N"},
		v3: []string{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N", "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:N/A:N"},
		v2: []string{"AV:N/AC:L/Au:N/C:P/I:N/A:N", "AV:N/AC:L/Au:S/C:P/I:N/A:N"},
	},
}
